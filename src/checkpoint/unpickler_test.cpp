#include "checkpoint/unpickler.hpp"

#include <gmock/gmock.h>

#include "checkpoint/tensor.hpp"
#include "crafted_zip.hpp"
#include "test_blob.hpp"

namespace kokoro::checkpoint {
namespace {

using std::string_literals::operator""s;
using testing::ElementsAre;
using testing::HasSubstr;

std::string text(const std::string& value) { return "X" + test::little(value.size(), 4) + value; }
std::string number(std::int64_t value) { return "\x8a\x08" + test::little(static_cast<std::uint64_t>(value), 8); }
std::string tuple(const std::vector<std::int64_t>& values) {
  std::string out = "(";
  for (const std::int64_t value : values) out += number(value);
  return out + "t";
}

/// The persistent id of storage `key` with `count` elements.
std::string storage(const std::string& key, std::int64_t count, const std::string& type = "FloatStorage") {
  return "(" + text("storage") + "ctorch\n" + type + "\n" + text(key) + text("cpu") + number(count) + "tQ";
}

/// A pickle whose object is one tensor.
std::string tensor_pickle(std::int64_t offset, const std::vector<std::int64_t>& shape,
                          const std::vector<std::int64_t>& strides, const std::string& from = storage("0", 16)) {
  return "\x80\x02" + "ctorch._utils\n_rebuild_tensor_v2\n("s + from + number(offset) + tuple(shape) + tuple(strides) +
         "\x89" + "ccollections\nOrderedDict\n)RtR.";
}

Result<Tensor> read(const std::string& pickle) {
  return read_single_tensor(test::make_blob(test::make_torch_file(pickle)), 4);
}

std::string message_of(const std::string& pickle) {
  const auto tensor = read(pickle);
  return tensor ? "no error" : tensor.error().message;
}

TEST(Unpickler, HonoursOffsetAndStrides) {
  const auto tensor = read(tensor_pickle(3, {2, 3}, {1, 4}));
  ASSERT_TRUE(tensor) << tensor.error().message;
  EXPECT_FALSE(tensor->contiguous());
  EXPECT_TRUE(tensor->as_floats().empty());
  EXPECT_THAT(*tensor->to_floats(), ElementsAre(3, 7, 11, 4, 8, 12));
}

TEST(Unpickler, AcceptsScalarsAndEmptyTensors) {
  EXPECT_THAT(*read(tensor_pickle(15, {}, {}))->to_floats(), ElementsAre(15));
  EXPECT_EQ(read(tensor_pickle(16, {0, 4}, {4, 1}))->element_count(), 0U);
}

TEST(Unpickler, RefusesTensorsOutsideTheirStorage) {
  EXPECT_THAT(message_of(tensor_pickle(0, {17}, {1})), HasSubstr("shape [17] does not fit its 16 stored elements"));
  EXPECT_THAT(message_of(tensor_pickle(1, {16}, {1})), HasSubstr("reach outside its 16 stored elements"));
  EXPECT_THAT(message_of(tensor_pickle(0, {2, 2}, {15, 1})), HasSubstr("reach outside"));
  EXPECT_THAT(message_of(tensor_pickle(17, {0}, {1})), HasSubstr("starts at element 17"));
  EXPECT_THAT(message_of(tensor_pickle(-1, {1}, {1})), HasSubstr("starts at element -1"));
  EXPECT_THAT(message_of(tensor_pickle(8, {2}, {-1})), HasSubstr("reach outside"));
  EXPECT_THAT(message_of(tensor_pickle(0, {-4}, {1})), HasSubstr("does not fit"));
}

TEST(Unpickler, RefusesSizesThatOverflow) {
  constexpr std::int64_t kHuge = std::int64_t{1} << 62;
  EXPECT_THAT(message_of(tensor_pickle(0, {kHuge, 4}, {0, 0})), HasSubstr("does not fit"));
  EXPECT_THAT(message_of(tensor_pickle(0, {0, kHuge, kHuge}, {1, 1, 1})), HasSubstr("does not fit"));
  EXPECT_THAT(message_of(tensor_pickle(0, {3}, {kHuge})), HasSubstr("reach outside"));
  EXPECT_THAT(message_of(tensor_pickle(15, {2}, {INT64_MAX})), HasSubstr("reach outside"));
  // A view that repeats its elements would be larger than the file once it is copied.
  EXPECT_THAT(message_of(tensor_pickle(0, {1000000000}, {0})), HasSubstr("does not fit"));
  EXPECT_THAT(message_of(tensor_pickle(0, {1, 1, 1, 1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 1, 1, 1, 1, 1})),
              HasSubstr("at most 8"));
}

TEST(Unpickler, RefusesStoragesThatLie) {
  EXPECT_THAT(message_of(tensor_pickle(0, {1}, {1}, storage("0", 17))),
              HasSubstr("should hold 17 elements, its record has 16"));
  EXPECT_THAT(message_of(tensor_pickle(0, {1}, {1}, storage("0", INT64_MAX))), HasSubstr("its record has 16"));
  EXPECT_THAT(message_of(tensor_pickle(0, {1}, {1}, storage("0", -1))), HasSubstr("should hold -1"));
  EXPECT_THAT(message_of(tensor_pickle(0, {1}, {1}, storage("0", 9, "DoubleStorage"))), HasSubstr("its record has 8"));
  EXPECT_THAT(message_of(tensor_pickle(0, {1}, {1}, storage("../0", 1))), HasSubstr("is missing"));
  EXPECT_THAT(message_of(tensor_pickle(0, {1}, {1}, storage("0", 1, "IntStorage"))), HasSubstr("\"torch.IntStorage\""));
}

TEST(Unpickler, RefusesEveryOtherGlobal) {
  const std::string call = text("touch /") + "\x85R.";
  for (const std::string module : {"os\nsystem", "posix\nsystem", "builtins\neval", "__builtin__\nexec",
                                   "subprocess\nPopen", "torch\nload", "collections\nOrderedDict.x"}) {
    const auto tensor = read("c" + module + "\n" + call);
    ASSERT_FALSE(tensor);
    EXPECT_EQ(tensor.error().code, ErrorCode::corrupt);
    std::string dotted = module;
    dotted[dotted.find('\n')] = '.';
    EXPECT_THAT(tensor.error().message, HasSubstr("\"" + dotted + "\""));
    EXPECT_THAT(tensor.error().hint, HasSubstr("may run code"));
  }
  EXPECT_THAT(message_of(text("os") + text("system") + "\x93" + call), HasSubstr("\"os.system\""));
}

TEST(Unpickler, RefusesOtherWaysToRunCode) {
  EXPECT_THAT(message_of("ccollections\nOrderedDict\n)\x81."s), HasSubstr("opcode 0x81 is refused"));  // NEWOBJ
  EXPECT_THAT(message_of("(ios\nsystem\n."), HasSubstr("opcode 0x69 is refused"));                     // INST
  EXPECT_THAT(message_of("(ccollections\nOrderedDict\no."), HasSubstr("opcode 0x6f is refused"));      // OBJ
  EXPECT_THAT(message_of("\x82\x01."s), HasSubstr("opcode 0x82 is refused"));                          // EXT1
  EXPECT_THAT(message_of("ccollections\nOrderedDict\n}b."), HasSubstr("a name is given a dict as its state"));
  EXPECT_THAT(message_of("}Nb."), HasSubstr("a dict is given None as its state"));
  EXPECT_THAT(message_of("ccollections\nOrderedDict\n" + tuple({1}) + "R."), HasSubstr("called with arguments"));
  EXPECT_THAT(message_of("ctorch\nFloatStorage\n)R."), HasSubstr("a storage type is called"));
  EXPECT_THAT(message_of("N)R."), HasSubstr("a call of None"));
  EXPECT_THAT(message_of("NQ."), HasSubstr("persistent id"));
}

TEST(Unpickler, RefusesBrokenPrograms) {
  EXPECT_THAT(message_of(""), HasSubstr("ends before its STOP"));
  EXPECT_THAT(message_of("."), HasSubstr("does not end with exactly one object"));
  EXPECT_THAT(message_of("NN."), HasSubstr("does not end with exactly one object"));
  EXPECT_THAT(message_of("N(."), HasSubstr("does not end with exactly one object"));
  EXPECT_THAT(message_of("t."), HasSubstr("takes more from the stack"));
  EXPECT_THAT(message_of("N(0."), HasSubstr("takes more from the stack"));
  EXPECT_THAT(message_of("h\x07."), HasSubstr("memo 7 was never set"));
  EXPECT_THAT(message_of("j\xff\xff\xff\xff."), HasSubstr("memo 4294967295 was never set"));
  EXPECT_THAT(message_of("X\xff\xff\xff\xff."), HasSubstr("the value is cut off"));
  EXPECT_THAT(message_of("\x8d\xff\xff\xff\xff\xff\xff\xff\xff."), HasSubstr("the value is cut off"));
  EXPECT_THAT(message_of("\x8a\x09" + std::string(9, '1') + "."), HasSubstr("more than 64 bits"));
  EXPECT_THAT(message_of("}NNNu."), HasSubstr("takes more from the stack"));
  EXPECT_THAT(message_of("}(Nu."), HasSubstr("a key without a value"));
  EXPECT_THAT(message_of("]NNs."), HasSubstr("items are added to a list, expected a dict"));
}

TEST(Unpickler, AcceptsAnyMemoIndexWithoutPayingForIt) {
  const std::string pickle = tensor_pickle(0, {16}, {1});
  const auto tensor = read("Nr\xff\xff\xff\xff" + "0"s + pickle.substr(2));
  ASSERT_TRUE(tensor) << tensor.error().message;
  EXPECT_EQ(tensor->element_count(), 16U);
}

TEST(Unpickler, BoundsNestingAndMemory) {
  EXPECT_THAT(message_of(std::string(5000, '(') + "."), HasSubstr("deeper nesting"));
  EXPECT_THAT(message_of(std::string(300000, 'N') + "."), HasSubstr("more values"));
  std::string discarded;
  for (int i = 0; i < 600000; ++i) discarded += "N0";
  EXPECT_THAT(message_of(discarded + "N."), HasSubstr("more values"));
  // A tuple in a tuple in a tuple … takes no depth of the machine's stack, to build or to free.
  EXPECT_THAT(message_of("N" + std::string(400000, '\x85') + "."),
              HasSubstr("holds a tuple, expected a single tensor"));
  // Nor does a list that contains itself hold on to its memory.
  EXPECT_THAT(message_of("]q\x01h\x01" + "a."s), HasSubstr("holds a list"));
}

TEST(Unpickler, MessagesNameTheTensor) {
  const std::string inner = tensor_pickle(0, {99}, {1}).substr(2);
  EXPECT_THAT(message_of("}" + text("decoder.weight") + inner.substr(0, inner.size() - 1) + "s."),
              HasSubstr("test: \"decoder.weight\": shape [99]"));
}

}  // namespace
}  // namespace kokoro::checkpoint
