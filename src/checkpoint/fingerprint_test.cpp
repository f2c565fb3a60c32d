#include "checkpoint/fingerprint.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace kokoro::checkpoint {
namespace {

const std::filesystem::path kTiny = std::filesystem::path(KOKORO_SOURCE_DIR) / "tests/data/models/tiny";

TEST(Fingerprint, TellsCheckpointsApart) {
  const Blob one = *map_file(kTiny / "kokoro-v1_0.pth");
  const Blob other = *map_file(kTiny / "kokoro-v0_19.pth");
  EXPECT_EQ(fingerprint(one), fingerprint(*map_file(kTiny / "kokoro-v1_0.pth")));
  EXPECT_NE(fingerprint(one), fingerprint(other));
  EXPECT_TRUE(fingerprint(one).starts_with("zip-"));
}

TEST(Fingerprint, OfOtherBytesIsTheirSha256) {
  const std::string text = "abc";
  EXPECT_EQ(fingerprint({std::as_bytes(std::span(text)), nullptr, "abc"}),
            "sha256-ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const std::string broken = "PK\x03\x04 and no directory";
  EXPECT_TRUE(fingerprint({std::as_bytes(std::span(broken)), nullptr, "broken"}).starts_with("sha256-"));
}

}  // namespace
}  // namespace kokoro::checkpoint
