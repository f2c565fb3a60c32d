#include "server/routes/routes.hpp"

#include <array>

#include "server/routes/listings.hpp"
#include "server/scheduling/answer_on.hpp"

namespace kokoro::server {
namespace {

constexpr std::array kModelFields{
    Field{.name = "id", .required = true, .example_json = R"("kokoro")"},
    Field{.name = "object", .required = true, .example_json = R"("model")"},
    Field{.name = "created", .kind = Kind::integer, .text = "Seconds since 1970.", .required = true},
    Field{.name = "owned_by", .required = true},
};
constexpr Table kModelTable{"Model", "A name under which clients ask for the model.", kModelFields};
constexpr Field kModel = object_of(kModelTable);

constexpr std::array kModelListFields{
    Field{.name = "object", .required = true, .example_json = R"("list")"},
    Field{.name = "data", .kind = Kind::array, .required = true, .items = &kModel},
};
constexpr Table kModelListTable{"ModelList", "", kModelListFields};
constexpr Field kModelList = object_of(kModelListTable);

constexpr std::array kVoiceFields{
    Field{.name = "id", .required = true, .example_json = R"("af_heart")"},
    Field{.name = "name", .required = true, .example_json = R"("Heart")"},
    Field{.name = "language", .required = true, .example_json = R"("en-us")"},
    Field{.name = "gender", .text = "female, male or unknown.", .required = true},
    Field{.name = "version", .text = "The weights that the voice belongs to.", .required = true},
};
constexpr Table kVoiceTable{"VoiceInfo", "", kVoiceFields};
constexpr Field kVoice{
    .kind = Kind::object | Kind::string, .text = "With legacy only the id.", .required = true, .object = &kVoiceTable};

constexpr std::array kVoiceListFields{
    Field{.name = "voices", .kind = Kind::array, .required = true, .items = &kVoice},
};
constexpr Table kVoiceListTable{"VoiceList", "", kVoiceListFields};
constexpr Field kVoiceList = object_of(kVoiceListTable);

constexpr std::array kModelNameFields{
    Field{.name = "id", .required = true, .example_json = R"("kokoro")"},
    Field{.name = "name", .required = true},
};
constexpr Table kModelNameTable{"ModelName", "", kModelNameFields};
constexpr Field kModelName = object_of(kModelNameTable);
constexpr std::array kModelNamesFields{
    Field{.name = "models", .kind = Kind::array, .required = true, .items = &kModelName},
};
constexpr Table kModelNamesTable{"ModelNames", "", kModelNamesFields};
constexpr Field kModelNames = object_of(kModelNamesTable);

constexpr std::array kModelNamesReplies{Reply{.text = "The models", .body = &kModelNames}};
constexpr std::array kListReplies{Reply{.text = "The models", .body = &kModelList}};
constexpr std::array kShowReplies{Reply{.text = "The model", .body = &kModel}};
constexpr std::array kVoicesReplies{Reply{.text = "The voices", .body = &kVoiceList}};
constexpr std::array kShowErrors{404};
constexpr std::array kShowParams{Field{.name = "id", .text = "The model's id.", .required = true}};
constexpr std::array kVoicesQuery{
    Field{.name = "legacy", .kind = Kind::boolean, .text = "Plain names instead of objects.", .default_json = "false"}};

constexpr Route kListModels{
    .path = "/v1/models", .group = "Models and voices", .summary = "List the models", .replies = kListReplies};
constexpr Route kShowModel{.path = "/v1/models/{id}",
                           .group = "Models and voices",
                           .summary = "Describe a model",
                           .params = kShowParams,
                           .replies = kShowReplies,
                           .errors = kShowErrors};
constexpr Route kListVoices{.path = "/v1/audio/voices",
                            .group = "Models and voices",
                            .summary = "List the voices",
                            .query = kVoicesQuery,
                            .replies = kVoicesReplies};

constexpr Route kListModelNames{.path = "/v1/audio/models",
                                .group = "Models and voices",
                                .summary = "List the models, as Open WebUI asks for them",
                                .replies = kModelNamesReplies};

}  // namespace

void add_listing_routes(Router& router, const RouteParts& parts) {
  const SpeechEngine& engine = parts.engine;
  TaskQueue& checks = parts.checks;
  router.add(kListModels, [](const Request&, const auto& responder) { responder->respond(list_models()); });
  router.add(kListModelNames, [](const Request&, const auto& responder) { responder->respond(list_model_names()); });
  router.add(kShowModel, [](const Request& request, const auto& responder) {
    responder->respond(show_model(request.params.at("id")));
  });
  router.add(kListVoices, [&engine, &checks](const Request& request, const std::shared_ptr<Responder>& responder) {
    const bool legacy = request.arguments.boolean("legacy").value_or(false);
    answer_on(checks, request.client, responder, [&engine, legacy] { return list_voices(engine.voices(), legacy); });
  });
}

}  // namespace kokoro::server
