#include "server/speech/model_ids.hpp"

namespace kokoro::server {

const ModelId* find_model_id(std::string_view id) {
  for (const auto& row : kModelIds) {
    if (row.id == id) return &row;
  }
  return nullptr;
}

}  // namespace kokoro::server
