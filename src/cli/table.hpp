#pragma once

#include <string>
#include <vector>

namespace kokoro::cli {

/// Lines of columns, each as wide as its longest cell, two spaces apart; the first row is the heading.
std::string format_table(const std::vector<std::vector<std::string>>& rows);

}  // namespace kokoro::cli
