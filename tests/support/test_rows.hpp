#pragma once

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace kokoro::text {

/// Rows of tests/data/text/<name>, split at tabs; lines that start with "# " and empty lines are left out.
inline std::vector<std::vector<std::string>> test_rows(const std::string& name, std::size_t columns) {
  std::ifstream file(std::string(KOKORO_SOURCE_DIR "/tests/data/text/") + name);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.starts_with("# ")) continue;
    std::vector<std::string> row;
    for (std::size_t begin = 0; begin <= line.size();) {
      const std::size_t tab = std::min(line.find('\t', begin), line.size());
      row.push_back(line.substr(begin, tab - begin));
      begin = tab + 1;
    }
    if (row.size() != columns) throw std::runtime_error(name + ": wrong number of columns: " + line);
    rows.push_back(std::move(row));
  }
  if (rows.empty()) throw std::runtime_error(name + " holds no cases");
  return rows;
}

}  // namespace kokoro::text
