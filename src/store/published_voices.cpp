#include "store/published_voices.hpp"

#include <array>

namespace kokoro::store {
namespace {

/// Of the revision that published_files.cpp names.
constexpr std::array<PublishedVoice, 54> kVoicesV1{
    {{"af_alloy", "6d877149dd8b348fbad12e5845b7e43d975390e9f3b68a811d1d86168bef5aa3", 523'425},
     {"af_aoede", "c03bd1a4c3716c2d8eaa3d50022f62d5c31cfbd6e15933a00b17fefe13841cc4", 523'425},
     {"af_bella", "8cb64e02fcc8de0327a8e13817e49c76c945ecf0052ceac97d3081480e8e48d6", 523'425},
     {"af_heart", "0ab5709b8ffab19bfd849cd11d98f75b60af7733253ad0d67b12382a102cb4ff", 523'425},
     {"af_jessica", "cdfdccb8cc975aa34ee6b89642963b0064237675de0e41a30ae64cc958dd4e87", 523'435},
     {"af_kore", "8bfbc512321c3db49dff984ac675fa5ac7eaed5a96cc31104d3a9080e179d69d", 523'420},
     {"af_nicole", "c5561808bcf5250fe8c5f5de32caf2d94f27e57e95befdb098c5c85991d4c5da", 523'430},
     {"af_nova", "e0233676ddc21908c37a1f102f6b88a59e4e5c1bd764983616eb9eda629dbcd2", 523'420},
     {"af_river", "e149459bd9c084416b74756b9bd3418256a8b839088abb07d463730c369dab8f", 523'425},
     {"af_sarah", "49bd364ea3be9eb3e9685e8f9a15448c4883112a7c0ff7ab139fa4088b08cef9", 523'425},
     {"af_sky", "c799548aed06e0cb0d655a85a01b48e7f10484d71663f9a3045a5b9362e8512c", 523'351},
     {"am_adam", "ced7e284aba12472891be1da3ab34db84cc05cc02b5889535796dbf2d8b0cb34", 523'420},
     {"am_echo", "8bcfdc852bc985fb45c396c561e571ffb9183930071f962f1b50df5c97b161e8", 523'420},
     {"am_eric", "ada66f0eefff34ec921b1d7474d7ac8bec00cd863c170f1c534916e9b8212aae", 523'420},
     {"am_fenrir", "98e507eca1db08230ae3b6232d59c10aec9630022d19accac4f5d12fcec3c37a", 523'430},
     {"am_liam", "c82550757ddb31308b97f30040dda8c2d609a9e2de6135848d0a948368138518", 523'420},
     {"am_michael", "9a443b79a4b22489a5b0ab7c651a0bcd1a30bef675c28333f06971abbd47bd37", 523'435},
     {"am_onyx", "e8452be16cd0f6da7b4579eaf7b1e4506e92524882053d86d72b96b9a7fed584", 523'420},
     {"am_puck", "dd1d8973f4ce4b7d8ae407c77a435f485dabc052081b80ea75c4f30b84f36223", 523'420},
     {"am_santa", "7f2f7582fa2b1f160e90aafe6d0b442a685e773608b6667e545d743b073e97a7", 523'425},
     {"bf_alice", "d292651b6af6c0d81705c2580dcb4463fccc0ff7b8d618a471dbb4e45655b3f3", 523'425},
     {"bf_emma", "d0a423deabf4a52b4f49318c51742c54e21bb89bbbe9a12141e7758ddb5da701", 523'420},
     {"bf_isabella", "cdd4c37003805104d1d08fb1e05855c8fb2c68de24ca6e71f264a30aaa59eefd", 523'440},
     {"bf_lily", "6e09c2e481e2d53004d7e5ae7d3a325369e130a6f45c35a6002de75084be9285", 523'420},
     {"bm_daniel", "fc3fce4e9c12ed4dbc8fa9680cfe51ee190a96444ce7c3ad647549a30823fc5d", 523'430},
     {"bm_fable", "d44935f3135257a9064df99f007fc1342ff1aa767552b4a4fa4c3b2e6e59079c", 523'425},
     {"bm_george", "f1bc812213dc59774769e5c80004b13eeb79bd78130b11b2d7f934542dab811b", 523'430},
     {"bm_lewis", "b5204750dcba01029d2ac9cec17aec3b20a6d64073c579d694a23cb40effbd0e", 523'425},
     {"ef_dora", "d9d69b0f8a2b87a345f269d89639f89dfbd1a6c9da0c498ae36dd34afcf35530", 523'420},
     {"em_alex", "5eac53f767c3f31a081918ba531969aea850bed18fe56419b804d642c6973431", 523'420},
     {"em_santa", "aa8620cb96cec705823efca0d956a63e158e09ad41aca934d354b7f0778f63cb", 523'430},
     {"ff_siwis", "8073bf2d2c4b9543a90f2f0fd2144de4ed157e2d4b79ddeb0d5123066171fbc9", 523'425},
     {"hf_alpha", "06906fe05746d13a79c5c01e21fd7233b05027221a933c9ada650f5aafc8f044", 523'425},
     {"hf_beta", "63c0a1a6272e98d43f4511bba40e30dd9c8ceaf5f39af869509b9f51a71c503e", 523'420},
     {"hm_omega", "b55f02a8e8483fffe0afa566e7d22ed8013acf47ad4f6bbee2795a840155703e", 523'425},
     {"hm_psi", "2f0f055cea4f1083f4ef127ece48d71606347f6557dbb961c0ca5740a2da485b", 523'351},
     {"if_sara", "6c0b253b955fe32f1a1a86006aebe83d050ea95afd0e7be15182f087deedbf55", 523'425},
     {"im_nicola", "234ed06648649f9bd874b37508ea17560b9c993ef85b4ddb3e3a71e062bd2c12", 523'341},
     {"jf_alpha", "1bf4c9dc69e45ee46183b071f4db766349aac5592acbcfeaf051018048a5d787", 523'425},
     {"jf_gongitsune", "1b171917f18f351e65f2bf9657700cd6bfec4e65589c297525b9cf3c20105770", 523'351},
     {"jf_nezumi", "d83f007a7f01783b77014561a7d493d327a0210e143440e91c9b697590d27661", 523'420},
     {"jf_tebukuro", "0d6917904438aec85f73a6fa1f7ac2be6481aae47c697834936930a91796c576", 523'435},
     {"jm_kumo", "98340afd68b1cee84fe0cd95528cfa6d4b39e416aa75a9df64049d52c8b55896", 523'425},
     {"pf_dora", "07e4ff987c5d5a8c3995efd15cc4f0db7c4c15e881b198d8ab7f67ecf51f5eb7", 523'425},
     {"pm_alex", "cf0ba8c573c2480fc54123683a35cf1e2ae130428e441eb91f9149bdb188a526", 523'425},
     {"pm_santa", "d42103169c5c872abbafb9129133af7e942bb9d272c3cc3b95c203e7d7198c29", 523'430},
     {"zf_xiaobei", "9b76be63dab4f4f96962030acc0126a9aee9728608fbbe115e2b58a2bd504df6", 523'435},
     {"zf_xiaoni", "95b49f169bf1640f4f43c25e13daa39f7b98d15d00823e83ef5c14b3ced59e49", 523'430},
     {"zf_xiaoxiao", "cfaf6f2ded1ee56f1ff94fcd2b0e6cdf32e5b794bdc05b44e7439d44aef5887c", 523'440},
     {"zf_xiaoyi", "b5235dbaeef85a4c613bf78af9a88ff63c25bac5f26ba77e36186d8b7ebf05e2", 523'430},
     {"zm_yunjian", "76cbf8bad35901d011d9628a2fdceb7b4f1f127e7a3269cb393b3941eb7fc417", 523'435},
     {"zm_yunxi", "dbe6e1ce7c3dbaf2f5667432947b638b1c6831ccbe154c4610dbcc44f431e27b", 523'425},
     {"zm_yunxia", "bb2b03b08e84d64e1214440ce3b624987fac177f2eeb5bab8571799a3d980acd", 523'430},
     {"zm_yunyang", "5238ac22e0c7f8b6cdd2eddd6e444b8a700b73c4674d9a047d59a94ff96379a2", 523'435}}};

constexpr std::array<PublishedVoice, 11> kVoicesV019{
    {{"af", "fad4192fd8a840f925b0e3fc2be54e20531f91a9ac816a485b7992ca0bd83ebf", 524'355},
     {"af_bella", "2828c6c2f94275ef3441a2edfcf48293298ee0f9b56ce70fb2e344345487b922", 524'449},
     {"af_nicole", "9401802fb0b7080c324dec1a75d60f31d977ced600a99160e095dbc5a1172692", 524'454},
     {"af_sarah", "ba7918c4ace6ace4221e7e01eb3a6d16596cba9729850551c758cd2ad3a4cd08", 524'449},
     {"af_sky", "9f16f1bb778de36a177ae4b0b6f1e59783d5f4d3bcecf752c3e1ee98299b335e", 524'375},
     {"am_adam", "1921528b400a553f66528c27899d95780918fe33b1ac7e2a871f6a0de475f176", 524'444},
     {"am_michael", "a255c9562c363103adc56c09b7daf837139d3bdaa8bd4dd74847ab1e3e8c28be", 524'459},
     {"bf_emma", "992e6d8491b8926ef4a16205250e51a21d9924405a5d37e2db6e94adfd965c3b", 524'365},
     {"bf_isabella", "d0865a03931230100167f7a81d394b143c072efe2d7e4c4a87b5c54d6283f580", 524'365},
     {"bm_george", "7d763dfe13e934357f4d8322b718787d79e32f2181e29ca0cf6aa637d8092b96", 524'464},
     {"bm_lewis", "f70d9ea4d65f522f224628f06d86ea74279faae23bd7e765848a374aba916b76", 524'449}}};

template <std::size_t kCount>
constexpr std::array<std::string_view, kCount> names_of(const std::array<PublishedVoice, kCount>& voices) {
  std::array<std::string_view, kCount> names;
  for (std::size_t i = 0; i < kCount; ++i) names[i] = voices[i].name;
  return names;
}

constexpr auto kNamesV1 = names_of(kVoicesV1);
constexpr auto kNamesV019 = names_of(kVoicesV019);

}  // namespace

std::span<const std::string_view> published_voices(ModelVersion version) {
  if (version == ModelVersion::v0_19) return kNamesV019;
  return kNamesV1;
}

const PublishedVoice* find_published_voice(ModelVersion version, std::string_view name) {
  const std::span<const PublishedVoice> voices =
      version == ModelVersion::v0_19 ? std::span<const PublishedVoice>(kVoicesV019) : kVoicesV1;
  for (const PublishedVoice& voice : voices) {
    if (voice.name == name) return &voice;
  }
  return nullptr;
}

}  // namespace kokoro::store
