#pragma once

#include <kokoro/cancel_token.hpp>
#include <kokoro/error.hpp>
#include <memory>
#include <string_view>
#include <vector>

#include "text/front_end.hpp"
#include "text/g2p/english/lexicon.hpp"
#include "text/g2p/espeak/library.hpp"

namespace kokoro::text::english {

/// Name of the dictionary's file in the data directory's lexicons/.
constexpr std::string_view lexicon_file_name(bool british) { return british ? "en-gb.klex" : "en-us.klex"; }

}  // namespace kokoro::text::english
