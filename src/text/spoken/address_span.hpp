#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kokoro::text {

/// An address in running text.
struct AddressSpan {
  enum class Kind : std::uint8_t { url, email, ipv6, name };  ///< name: a domain, a path, a file
  std::size_t end = 0;    ///< first byte after it, a possessive ending included; 0 when there is none
  std::string_view core;  ///< what is said of it: no scheme, no slash at the end
  Kind kind = Kind::url;
  bool possessive = false;  ///< "'s" follows
};

/// The URL, e-mail address, domain, path or file name that starts at `at`, the start of a run without blanks. Marks
/// that end the sentence are not part of it. Looks at no more than 2048 bytes.
AddressSpan address_span_at(std::string_view text, std::size_t at);

/// Keeps the looks for addresses linear: each reads the run without blanks that it is in, so that few places of one run
/// are looked at. For a text that is gone through from its beginning to its end.
class AddressLooks {
 public:
  explicit AddressLooks(std::string_view text) : text_(text) {}
  /// Whether it is worth to look at `at`.
  bool allowed(std::size_t at);

 private:
  std::string_view text_;
  std::size_t run_end_ = 0;
  int looks_ = 0;
};

}  // namespace kokoro::text
