#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/App.hpp>
#include <fstream>
#include <memory>
#include <sstream>

#include "base/blob.hpp"
#include "cli/commands.hpp"
#include "cli/json_text.hpp"
#include "cli/table.hpp"
#include "cli/text_input.hpp"
#include "engine/model_source.hpp"
#include "model/bench.hpp"
#include "store/home.hpp"

namespace kokoro::cli {
namespace {

constexpr unsigned kScopes = scope_bits(config::Scope::compute);

struct BenchArguments {
  ModelFlags files;
  std::string ids_file;
  double seconds = 10;
  int runs = 5;
  int lanes = 1;
  bool json = false;
};

/// The model that is named, else the installed one, else the embedded one.
Result<model::ModelFiles> find_files(const BenchArguments& arguments, const config::Settings& settings) {
  EngineOptions options;
  options.model_file = arguments.files.model;
  options.config_file = arguments.files.config;
  auto files = engine::find_model(options, store::Home(settings.text(config::Key::home)), kDefaultVersion)->open();
  if (files) files->packed.clear();
  return files;
}

/// Where the engine would keep the packed weights of this model.
std::filesystem::path packed_beside(const BenchArguments& arguments, const config::Settings& settings) {
  if (!arguments.files.model.empty()) return arguments.files.model;
  return store::Home(settings.text(config::Key::home)).model_file(kDefaultVersion).value_or(std::filesystem::path());
}

template <class Number>
std::vector<Number> numbers_of_line(std::istream& in) {
  std::string line;
  std::getline(in, line);
  std::istringstream words(line);
  std::vector<Number> out;
  for (Number n{}; words >> n;) out.push_back(n);
  return out;
}

/// Three lines: token ids, frames of each token, style row.
Result<void> read_ids_file(const std::string& path, model::BenchOptions& options) {
  const auto blob = map_file(path);
  if (!blob) return fail(blob.error());
  std::istringstream in(std::string(reinterpret_cast<const char*>(blob->bytes.data()), blob->bytes.size()));
  options.ids = numbers_of_line<std::int32_t>(in);
  options.durations = numbers_of_line<std::int32_t>(in);
  options.style = numbers_of_line<float>(in);
  if (options.ids.empty() || options.durations.size() != options.ids.size() || options.style.empty()) {
    return fail(ErrorCode::invalid_input,
                fmt::format("{} must hold three lines: ids, as many durations, a style row", path), {}, "--ids-file");
  }
  return {};
}

/// {"name": number, …} of one figure of the stages.
std::string stages_json(const std::vector<model::BenchStage>& stages, double model::BenchStage::*figure) {
  std::vector<std::string> members;
  for (const model::BenchStage& stage : stages)
    members.push_back(fmt::format("{}: {:.6f}", json_text(stage.name), stage.*figure));
  return fmt::format("{{{}}}", fmt::join(members, ", "));
}

std::string as_json(const model::BenchReport& report) {
  std::vector<std::string> runs;
  for (const model::BenchRun& run : report.runs) {
    runs.push_back(fmt::format("\n  {{\"total_s\": {:.6f}, \"stages\": {}}}", run.total_s,
                               stages_json(run.stages, &model::BenchStage::seconds)));
  }
  return fmt::format(
      "{{\"device\": {}, \"isa\": {}, \"precision\": {}, \"threads\": {}, \"lanes\": {}, \"throughput\": {:.3f}, "
      "\"parameters\": {}, \"tokens\": {}, "
      "\"audio_s\": {}, \"load_s\": {:.4f}, \"weights_were_packed\": {}, \"first_run_s\": {:.4f}, "
      "\"median_s\": {:.6f}, \"real_time_factor\": {:.5f}, \"gflop\": {:.3f}, \"gflops\": {:.2f}, "
      "\"peak_gflops\": {:.2f}, \"peak_rss_bytes\": {}, \"packed_bytes\": {}, \"scratch_bytes\": {}, "
      "\"stage_gflop\": {}, \"runs\": [{}\n]}}\n",
      json_text(report.device), json_text(report.isa), json_text(report.precision), report.threads, report.lanes,
      report.throughput(), report.parameters, report.tokens, report.audio_s, report.load_s, report.weights_were_packed,
      report.first_run_s, report.median_s(), report.median_s() / report.audio_s, report.gflop(),
      report.gflop() / report.median_s(), report.peak_gflops, report.peak_rss_bytes, report.packed_bytes,
      report.scratch_bytes, stages_json(report.median_stages(), &model::BenchStage::gflop), fmt::join(runs, ","));
}

/// "128.4" and "77 %": the rate of direct sums, and its share of what the machine's registers allow.
std::vector<std::string> rate_cells(double gflop, double seconds, double peak_gflops) {
  if (gflop <= 0 || seconds <= 0) return {"", ""};
  const double rate = gflop / seconds;
  return {fmt::format("{:.1f}", rate), fmt::format("{:.0f} %", 100 * rate / peak_gflops)};
}

std::string as_table(const model::BenchReport& report) {
  const double total = report.median_s();
  std::vector<std::vector<std::string>> rows{{"STAGE", "MS", "SHARE", "GFLOP/S", "OF PEAK"}};
  const auto add = [&](const std::string& name, double seconds, double gflop) {
    rows.push_back({name, fmt::format("{:.1f}", seconds * 1e3), fmt::format("{:.1f} %", 100 * seconds / total)});
    for (std::string& cell : rate_cells(gflop, seconds, report.peak_gflops)) rows.back().push_back(std::move(cell));
  };
  for (const model::BenchStage& stage : report.median_stages()) add(stage.name, stage.seconds, stage.gflop);
  add("total", total, report.gflop());
  const std::string side_by_side =
      report.lanes > 1
          ? fmt::format("{} lanes of one thread: {:.2f} s of audio a second together; the rows are of one run\n",
                        report.lanes, report.throughput())
          : "";
  return format_table(rows) + side_by_side +
         fmt::format(
             "{}: {:.1f} s of audio in {:.3f} s, real-time factor {:.4f}\n"
             "load {:.0f} ms ({}), weights {} MB, scratch {} MB, peak memory {} MB\n"
             "GFLOP/s count direct sums: Toom-Cook tiles need fewer. The peak is {:.0f} GFLOP/s, measured now.\n",
             report.device, report.audio_s, total, total / report.audio_s, report.load_s * 1e3,
             report.weights_were_packed ? "weights were packed" : "weights packed now", report.packed_bytes / 1000000,
             report.scratch_bytes / 1000000, report.peak_rss_bytes / 1000000, report.peak_gflops);
}

Result<void> bench(const BenchArguments& arguments, const Context& context) {
  const auto settings = context.settings(kScopes);
  if (!settings) return fail(settings.error());
  auto files = find_files(arguments, *settings);
  if (!files) return fail(files.error());
  model::BenchOptions options;
  options.files = std::move(*files);
  options.threads = static_cast<int>(settings->integer(config::Key::threads));
  options.precision = *parse_precision(settings->text(config::Key::precision));
  if (settings->boolean(config::Key::keep_packed)) options.files.packed = packed_beside(arguments, *settings);
  options.runs = arguments.runs;
  options.lanes = arguments.lanes;
  options.seconds = arguments.seconds;
  if (!arguments.ids_file.empty()) {
    if (auto read = read_ids_file(arguments.ids_file, options); !read) return read;
  }
  const auto report = model::run_bench(std::move(options));
  if (!report) return fail(report.error());
  return write_out(arguments.json ? as_json(*report) : as_table(*report));
}

}  // namespace

void add_bench(CLI::App& app, Context& context) {
  CLI::App& command =
      make_command(app, context, "bench", "Measure how fast this machine speaks, stage by stage.", kScopes);
  auto arguments = std::make_shared<BenchArguments>();
  add_model_flags(command, arguments->files);
  command.add_option("--seconds", arguments->seconds, "Seconds of audio per run")
      ->check(CLI::Range(0.1, 120.0))
      ->capture_default_str();
  command.add_option("--runs", arguments->runs, "Runs after one to warm up")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command.add_option("--lanes", arguments->lanes, "Utterances at once: 1 takes all threads, of more each takes one")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  command.add_option("--ids-file", arguments->ids_file, "Exact input: lines of token ids, durations and a style row")
      ->type_name("FILE");
  command.add_flag("--json", arguments->json, "Print JSON");
  command.footer(
      "\nExamples:\n  kokoro bench\n  kokoro bench --seconds 3 --threads 1 --json\n  kokoro bench --lanes 4");
  command.callback(
      [arguments, &context] { context.action = [arguments, &context] { return bench(*arguments, context); }; });
}

}  // namespace kokoro::cli
