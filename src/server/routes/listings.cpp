#include "server/routes/listings.hpp"

#include <fmt/format.h>

#include "server/http/error_body.hpp"
#include "server/http/json_response.hpp"
#include "server/json/json.hpp"
#include "server/speech/model_ids.hpp"

namespace kokoro::server {
namespace {

boost::json::string to_json(std::string_view text) { return boost::json::string(text.data(), text.size()); }

boost::json::object model_object(const ModelId& model) {
  return {{"id", to_json(model.id)}, {"object", "model"}, {"created", model.created}, {"owned_by", "kokoro"}};
}

}  // namespace

Response list_models() {
  boost::json::array data;
  for (const auto& model : kModelIds) data.push_back(model_object(model));
  return json_response({{"object", "list"}, {"data", std::move(data)}});
}

Response list_model_names() {
  boost::json::array models;
  for (const auto& model : kModelIds) {
    models.push_back(boost::json::object{{"id", to_json(model.id)}, {"name", to_json(model.id)}});
  }
  return json_response({{"models", std::move(models)}});
}

Response show_model(std::string_view id) {
  if (const ModelId* model = find_model_id(id)) return json_response(model_object(*model));
  return error_response(
      make_http_error(404, "model_not_found", fmt::format("the model \"{}\" does not exist", id), "model"));
}

Response list_voices(std::span<const VoiceInfo> voices, bool legacy) {
  boost::json::array list;
  for (const auto& voice : voices) {
    if (legacy) {
      list.push_back(to_json(voice.id));
      continue;
    }
    list.push_back(boost::json::object{{"id", voice.id},
                                       {"name", voice.name},
                                       {"language", voice.language},
                                       {"gender", voice.gender},
                                       {"version", to_json(version_name(voice.version))}});
  }
  return json_response({{"voices", std::move(list)}});
}

}  // namespace kokoro::server
