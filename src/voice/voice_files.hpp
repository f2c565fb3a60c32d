#pragma once

#include <cstddef>
#include <string_view>

namespace kokoro::voice {

/// True where a text that stands for a voice has a path or the ending of a voice file in it: those are files, alone
/// ("my/af_heart.pt"), with the name of one of several voices ("voices-v1.0.bin:af_heart") or in a mix.
bool names_a_file(std::string_view voice);

/// The longest beginning of `text` that is the name of a regular file and after which a mix may go on; 0 for none.
std::size_t file_prefix(std::string_view text);

/// What `text` begins with by the look of it, whether it is there or not: up to the first ending of a voice file, or
/// all of it where there is a path but no such ending; empty where it does not look like a file.
std::string_view claimed_file(std::string_view text);

/// The voice that a text with files in it begins with, as its name says: "af_heart" for both examples above.
std::string_view first_voice_of_files(std::string_view voice);

}  // namespace kokoro::voice
