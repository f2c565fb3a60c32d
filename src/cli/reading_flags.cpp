#include "cli/reading_flags.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <iterator>

namespace kokoro::cli {
namespace {

struct Class {
  std::string_view name;
  bool NormalizationOptions::*option;
};
constexpr Class kClasses[] = {{"all", &NormalizationOptions::normalize},
                              {"units", &NormalizationOptions::unit_normalization},
                              {"urls", &NormalizationOptions::url_normalization},
                              {"emails", &NormalizationOptions::email_normalization},
                              {"plurals", &NormalizationOptions::optional_pluralization_normalization},
                              {"phones", &NormalizationOptions::phone_normalization},
                              {"symbols", &NormalizationOptions::replace_remaining_symbols},
                              {"markdown", &NormalizationOptions::markdown},
                              {"latex", &NormalizationOptions::latex}};

}  // namespace

void ReadingFlags::add_to(CLI::App& command) {
  auto* as_ssml = command.add_flag("--ssml", ssml, "The text is SSML 1.1");
  command.add_flag("--plain", plain, "Read [pause:1s] and other markup in brackets as text")->excludes(as_ssml);
  command
      .add_option("--leave", leave,
                  "What is not put into words: all, units, urls, emails, plurals, phones, symbols, markdown, latex")
      ->type_name("NAME,…");
  command.add_flag("--name-emoji", name_emoji, "Say the names of emoji instead of leaving them out");
  command.add_flag("--skip-code", skip_code, "Leave out Markdown's code blocks");
}

Result<void> ReadingFlags::apply(SpeechRequest& request) const {
  if (plain) request.format = TextFormat::plain;
  if (ssml) request.format = TextFormat::ssml;
  if (name_emoji) request.normalization.emoji = NormalizationOptions::Emoji::name;
  if (skip_code) request.normalization.code = NormalizationOptions::Code::skip;
  for (std::size_t begin = 0; begin < leave.size();) {
    const std::size_t end = std::min(leave.find(',', begin), leave.size());
    const std::string_view name = std::string_view(leave).substr(begin, end - begin);
    const auto* found =
        std::find_if(std::begin(kClasses), std::end(kClasses), [name](const Class& one) { return one.name == name; });
    if (found == std::end(kClasses)) {
      return fail(ErrorCode::invalid_input, fmt::format("--leave {}: nothing has this name", name),
                  "all, units, urls, emails, plurals, phones, symbols, markdown and latex have", "leave");
    }
    request.normalization.*(found->option) = false;
    begin = end + 1;
  }
  return {};
}

}  // namespace kokoro::cli
