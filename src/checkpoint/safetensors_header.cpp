#include "checkpoint/safetensors_header.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <utility>

namespace kokoro::checkpoint {
namespace {

/// Recursive descent over the one form of header; each function is false, with `expected_` set, at the first byte that
/// does not fit.
class HeaderParser {
 public:
  explicit HeaderParser(std::string_view json) : json_(json) {}

  bool parse(std::vector<SafetensorsField>& fields) {
    const auto member = [&](std::string name) {
      if (name == "__metadata__") return parse_metadata();
      SafetensorsField field;
      field.name = std::move(name);
      if (!parse_field(field)) return false;
      fields.push_back(std::move(field));
      return true;
    };
    if (!parse_object(member)) return false;
    skip_space();
    return position_ == json_.size() || missing("nothing but spaces after the header");
  }

  std::size_t position() const { return position_; }
  std::string_view expected() const { return expected_; }

 private:
  bool missing(std::string_view expected) {
    expected_ = expected;
    return false;
  }

  void skip_space() {
    while (position_ < json_.size() && std::string_view(" \t\r\n").find(json_[position_]) != std::string_view::npos) {
      ++position_;
    }
  }

  bool accept(char wanted) {
    skip_space();
    if (position_ == json_.size() || json_[position_] != wanted) return false;
    ++position_;
    return true;
  }

  /// {"name": <what `member` parses>, …}
  template <class Member>
  bool parse_object(Member member) {
    if (!accept('{')) return missing("an object");
    if (accept('}')) return true;
    do {
      std::string name;
      if (!parse_string(name)) return false;
      if (!accept(':')) return missing("a colon");
      if (!member(std::move(name))) return false;
    } while (accept(','));
    return accept('}') || missing("a comma or the end of the object");
  }

  bool parse_metadata() {
    return parse_object([&](const std::string&) {
      std::string value;
      return parse_string(value);
    });
  }

  bool parse_field(SafetensorsField& field) {
    bool has_dtype = false;
    bool has_shape = false;
    bool has_offsets = false;
    const auto member = [&](const std::string& name) {
      if (name == "dtype" && !std::exchange(has_dtype, true)) return parse_string(field.dtype);
      if (name == "shape" && !std::exchange(has_shape, true)) return parse_numbers(field.shape);
      if (name == "data_offsets" && !std::exchange(has_offsets, true)) return parse_numbers(field.data_offsets);
      return missing("dtype, shape and data_offsets, once each");
    };
    if (!parse_object(member)) return false;
    return (has_dtype && has_shape && has_offsets) || missing("dtype, shape and data_offsets, once each");
  }

  bool parse_numbers(std::vector<std::int64_t>& numbers) {
    if (!accept('[')) return missing("an array of numbers");
    if (accept(']')) return true;
    do {
      skip_space();
      std::int64_t number = 0;
      const char* begin = json_.data() + position_;
      const auto [end, error] = std::from_chars(begin, json_.data() + json_.size(), number);
      if (error != std::errc{} || number < 0) return missing("a number from 0 to 2^63 - 1");
      position_ += static_cast<std::size_t>(end - begin);
      numbers.push_back(number);
    } while (accept(','));
    return accept(']') || missing("a comma or the end of the array");
  }

  bool parse_string(std::string& text) {
    if (!accept('"')) return missing("a string");
    while (position_ < json_.size() && json_[position_] != '"') {
      const char c = json_[position_++];
      if (static_cast<unsigned char>(c) < ' ') return missing("no control characters in a string");
      if (c != '\\') {
        text += c;
      } else if (!parse_escape(text)) {
        return missing("a valid escape in a string");
      }
    }
    return accept('"') || missing("the end of the string");
  }

  /// \uXXXX is kept as it is written: names of tensors are ASCII.
  bool parse_escape(std::string& text) {
    constexpr std::string_view kWritten = "\"\\/bfnrtu";
    constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
    if (position_ == json_.size()) return false;
    const std::size_t which = kWritten.find(json_[position_++]);
    if (which == std::string_view::npos) return false;
    if (which < kMeant.size()) {
      text += kMeant[which];
    } else {
      text += "\\u";
    }
    return true;
  }

  std::string_view json_;
  std::size_t position_ = 0;
  std::string_view expected_;
};

}  // namespace

Result<std::vector<SafetensorsField>> parse_safetensors_header(std::string_view json, const std::string& file) {
  std::vector<SafetensorsField> fields;
  HeaderParser parser(json);
  if (!parser.parse(fields)) {
    return fail(ErrorCode::corrupt, fmt::format("{}: byte {} of the safetensors header: expected {}", file,
                                                parser.position(), parser.expected()));
  }
  return fields;
}

}  // namespace kokoro::checkpoint
