#pragma once

#include <kokoro/engine.hpp>
#include <string>

namespace kokoro::engine {

/// See Engine::ssml_to_markup().
Result<std::string> ssml_to_markup(const std::string& ssml, const std::string& voice);

SsmlSupport ssml_support();

}  // namespace kokoro::engine
