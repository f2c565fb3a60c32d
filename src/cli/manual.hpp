#pragma once

#include <string>

namespace CLI {
class App;
}

namespace kokoro::cli {

/// The commands and their options in the language of manual pages (man(7)): the part of kokoro(1) that the program
/// knows best itself.
std::string manual_options(const CLI::App& app);

}  // namespace kokoro::cli
