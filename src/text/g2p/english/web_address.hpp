#pragma once

#include <string_view>

namespace kokoro::text::english {

/// A URL, e-mail address, domain or public IPv4 address as spaCy's URL pattern has it: [scheme://][user@]host[:port]
/// [/path], where the last label of a host name is lower-case. Linear.
bool is_web_address(std::u32string_view text);

}  // namespace kokoro::text::english
