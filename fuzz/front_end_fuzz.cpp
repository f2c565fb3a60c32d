// Any bytes as text in any language: no crash, no chunk over the limit, nothing lost between tokens and chunks. The
// first byte chooses the language and the model version.
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string_view>

#include "chunk_check.hpp"
#include "text/front_end.hpp"

namespace {

using namespace kokoro::text;

const FrontEnd* front_end(std::uint8_t choice) {
  static std::map<std::uint8_t, std::unique_ptr<FrontEnd>> made;
  auto& one = made[choice];
  if (!one) {
    const auto version = choice % 2 == 0 ? kokoro::ModelVersion::v1_0 : kokoro::ModelVersion::v0_19;
    auto result = make_front_end(languages()[choice / 2 % languages().size()], version);
    if (result) one = std::move(*result);
  }
  return one.get();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const FrontEnd* reader = front_end(data[0]);
  if (reader == nullptr) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto chunks = reader->chunks(text, {});
  if (!chunks) return 0;
  check_chunks(*chunks, text);
  return 0;
}
