#include "server/http/target.hpp"

#include <optional>

#include "base/utf8.hpp"

namespace kokoro::server {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out += ' ';
    } else if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else if (text[i] == '\0') {
      return std::nullopt;
    } else {
      out += text[i];
    }
  }
  if (find_invalid_utf8(out)) return std::nullopt;
  return out;
}

/// "http://host:80/a" to "/a": clients may send the form that proxies get.
std::string_view without_authority(std::string_view text) {
  if (!text.starts_with("http://") && !text.starts_with("https://")) return text;
  const std::size_t path = text.find('/', text.find("//") + 2);
  return path == std::string_view::npos ? std::string_view("/") : text.substr(path);
}

tl::unexpected<Error> bad_target() {
  return fail(ErrorCode::invalid_input,
              "the request's target is malformed: expected a path with valid percent escapes");
}

}  // namespace

Result<Target> parse_target(std::string_view text) {
  if (text == "*") return Target{"*", {}};
  text = without_authority(text);
  text = text.substr(0, text.find('#'));
  if (!text.starts_with('/')) return bad_target();

  const std::size_t question = text.find('?');
  auto path = percent_decode(text.substr(0, question), false);
  if (!path) return bad_target();
  Target target{std::move(*path), {}};
  std::string_view rest = question == std::string_view::npos ? std::string_view() : text.substr(question + 1);
  while (!rest.empty()) {
    const std::string_view item = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), item.size() + 1));
    if (item.empty()) continue;
    const std::size_t equals = item.find('=');
    auto name = percent_decode(item.substr(0, equals), true);
    auto value = percent_decode(equals == std::string_view::npos ? std::string_view() : item.substr(equals + 1), true);
    if (!name || !value) return bad_target();
    target.query.insert_or_assign(std::move(*name), std::move(*value));
  }
  return target;
}

}  // namespace kokoro::server
