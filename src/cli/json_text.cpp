#include "cli/json_text.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

namespace kokoro::cli {

std::string json_text(std::string_view text) {
  return boost::json::serialize(boost::json::string(boost::json::string_view(text.data(), text.size())));
}

}  // namespace kokoro::cli
