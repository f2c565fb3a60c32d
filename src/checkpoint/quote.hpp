#pragma once

#include <string>
#include <string_view>

namespace kokoro::checkpoint {

/// Text that came out of a file, in double quotes and fit for a message: anything but printable ASCII is written as
/// \xNN, and what exceeds 80 characters is left out.
std::string quote(std::string_view text);

}  // namespace kokoro::checkpoint
