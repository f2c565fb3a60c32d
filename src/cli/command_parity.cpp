#include <fmt/format.h>

#include <CLI/App.hpp>
#include <memory>

#include "cli/commands.hpp"
#include "cli/table.hpp"
#include "cli/text_input.hpp"
#include "engine/model_source.hpp"
#include "model/parity.hpp"

namespace kokoro::cli {
namespace {

constexpr unsigned kScopes = scope_bits(config::Scope::compute);

Result<void> compare(model::ParityOptions options, const ModelFlags& flags, const Context& context) {
  const auto settings = context.settings(kScopes);
  if (!settings) return fail(settings.error());
  options.threads = static_cast<int>(settings->integer(config::Key::threads));
  options.precision = *parse_precision(settings->text(config::Key::precision));
  if (!flags.model.empty()) {
    EngineOptions given;
    given.model_file = flags.model;
    given.config_file = flags.config;
    auto files = engine::find_model(given, store::Home(), kDefaultVersion)->open();
    if (!files) return fail(files.error());
    options.given = std::move(*files);
  }
  const auto report = model::run_parity(options);
  if (!report) return fail(report.error());
  std::vector<std::vector<std::string>> rows{{"TENSOR", "WORST", "BOUND", "CASE", ""}};
  std::size_t bad = 0;
  for (const model::ParityRow& row : report->rows) {
    rows.push_back({row.tensor, fmt::format("{:.3g}", row.error), fmt::format("{:.3g}", row.bound), row.golden_case,
                    row.ok ? "" : "past the bound"});
    bad += row.ok ? 0 : 1;
  }
  std::string out = format_table(rows);
  for (const std::string& skipped : report->skipped) out += fmt::format("skipped {}\n", skipped);
  out += fmt::format("{} cases, {} tensors, {} past the bound, {} cases skipped\n", report->cases, report->rows.size(),
                     bad, report->skipped.size());
  if (auto written = write_out(out); !written) return written;
  if (report->ok()) return {};
  if (report->cases == 0) {
    return fail(ErrorCode::not_found, "none of the cases' models is there",
                "tools/make_checkpoint.py builds them; --models names their folder");
  }
  return fail(ErrorCode::failed_check, fmt::format("{} of {} tensors differ from the reference by more than the bound",
                                                   bad, report->rows.size()));
}

}  // namespace

void add_parity(CLI::App& app, Context& context) {
  CLI::App& command = make_command(
      app, context, "parity", "Compare the network with recorded runs of the reference (for developers).", kScopes);
  auto options = std::make_shared<model::ParityOptions>();
  command.add_option("folder", options->folder, "A golden case, or a folder of them")->required();
  command.add_option("--models", options->models,
                     "Folder that holds models/tiny and models/full; default: the one beside the cases");
  auto flags = std::make_shared<ModelFlags>();
  add_model_flags(command, *flags);
  command.footer(
      "\nPrints the worst relative RMS per module boundary; exits with 1 when one is past its bound.\n\nExample:\n  "
      "kokoro parity tests/data/golden");
  command.callback(
      [options, flags, &context] { context.action = [=, &context] { return compare(*options, *flags, context); }; });
}

}  // namespace kokoro::cli
