// Any bytes as Japanese text, for the model version that the first byte chooses. Needs NAIST-jdic.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "chunk_check.hpp"
#include "text/g2p/japanese/japanese_front_end.hpp"
#include "time_check.hpp"

namespace {

using namespace kokoro::text;

JapaneseFrontEnd front_end(kokoro::ModelVersion version) { return {open_japanese(kNaistFolder, {}).value(), version}; }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const JapaneseFrontEnd current = front_end(kokoro::ModelVersion::v1_0);
  static const JapaneseFrontEnd old = front_end(kokoro::ModelVersion::v0_19);
  if (size < 2) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const TimeCheck in_time(text.size());
  const auto chunks = (data[0] % 2 == 0 ? current : old).chunks(text, {});
  if (chunks) check_chunks(*chunks, text);
  return 0;
}
