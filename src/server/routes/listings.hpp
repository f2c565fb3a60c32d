#pragma once

#include <span>
#include <string_view>

#include "server/http/response.hpp"
#include "server/speech/speech_engine.hpp"

namespace kokoro::server {

/// GET /v1/models, in OpenAI's object form.
Response list_models();

/// GET /v1/audio/models: {"models":[{"id","name"}…]}.
Response list_model_names();

/// GET /v1/models/{id}; 404 for an id that is not listed.
Response show_model(std::string_view id);

/// GET /v1/audio/voices: {"voices":[{"id","name","language","gender","version"}…]}; legacy: {"voices":["id"…]}.
Response list_voices(std::span<const VoiceInfo> voices, bool legacy);

}  // namespace kokoro::server
