// Any bytes as Mandarin text, for the model version that the first byte chooses; and as a packed dictionary.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "chunk_check.hpp"
#include "text/g2p/mandarin/mandarin_front_end.hpp"
#include "text/g2p/mandarin/segmenter.hpp"
#include "time_check.hpp"

namespace {

using namespace kokoro::text;

/// A dictionary that opens must be safe to read with.
void open_dictionary(const std::uint8_t* data, std::size_t size) {
  std::vector<double> aligned((size + 7) / 8);
  if (size > 0) std::memcpy(aligned.data(), data, size);
  const auto dictionary = MandarinDictionary::open(std::as_bytes(std::span(aligned)));
  if (!dictionary) return;
  const std::u32string_view text = U"一个中国人民龘";
  segment_mandarin(*dictionary, text);
  read_mandarin_word(*dictionary, text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  open_dictionary(data, size);
  if (size < 2) return 0;
  static_cast<void>(MandarinDictionary::built_in());
  const auto version = data[0] % 2 == 0 ? kokoro::ModelVersion::v1_0 : kokoro::ModelVersion::v0_19;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const TimeCheck in_time(text.size());
  const auto chunks = MandarinFrontEnd(MandarinDictionary::built_in(), version).chunks(text, {});
  if (chunks) check_chunks(*chunks, text);
  return 0;
}
