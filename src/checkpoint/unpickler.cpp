#include "checkpoint/unpickler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "checkpoint/byte_reader.hpp"
#include "checkpoint/pickle_opcode.hpp"
#include "checkpoint/quote.hpp"
#include "checkpoint/torch_objects.hpp"

namespace kokoro::checkpoint {
namespace {

// The published checkpoint has 12,000 values, 5,000 memo entries and 3,000 stack slots.
constexpr std::size_t kMostValues = 500'000;
constexpr std::size_t kMostStack = 200'000;
constexpr std::size_t kMostMarks = 1'000;

/// The stack machine of one pickle.
class Unpickler {
 public:
  Unpickler(std::span<const std::byte> pickle, const PickleSource& source) : reader_(pickle), source_(source) {}

  Result<PickleGraph> run() {
    for (;;) {
      at_ = reader_.position();
      const auto opcode = reader_.read<std::uint8_t>();
      if (!opcode) return corrupt("ends before its STOP");
      if (*opcode == kStop) break;
      const auto done = step(*opcode);
      if (!done) return fail(done.error());
      if (graph_.values.size() > kMostValues || stack_.size() > kMostStack || marks_.size() > kMostMarks) {
        return corrupt("more values, or deeper nesting, than a checkpoint needs");
      }
    }
    if (stack_.size() != 1 || !marks_.empty()) return corrupt("does not end with exactly one object");
    graph_.root = stack_.back();
    return std::move(graph_);
  }

 private:
  std::string place() const { return fmt::format("{}: byte {} of the pickle", source_.name, at_); }

  tl::unexpected<Error> corrupt(std::string_view what) const {
    return fail(ErrorCode::corrupt, fmt::format("{}: {}", place(), what));
  }
  tl::unexpected<Error> cut_off() const { return corrupt("the value is cut off"); }

  Result<void> step(std::uint8_t opcode) {
    switch (opcode) {
      case kProto:
        return skip(reader_.take(1).has_value());
      case kFrame:
        return skip(reader_.take(8).has_value());
      case kMark:
        marks_.push_back(stack_.size());
        return {};
      case kPop:
        return pop(1) ? Result<void>{} : underflow();
      case kPopMark:
        return take_marked() ? Result<void>{} : underflow();
      case kNone:
        return push(ValueKind::none);
      case kTrue:
      case kFalse:
        return push(ValueKind::boolean, opcode == kTrue ? 1 : 0);
      case kInt1:
        return push_integer<std::uint8_t>();
      case kInt2:
        return push_integer<std::uint16_t>();
      case kInt4:
        return push_integer<std::int32_t>();
      case kLong1:
        return push_long();
      case kFloat:
        return reader_.take(8) ? push(ValueKind::real) : cut_off();
      case kText1:
      case kString1:
        return push_text<std::uint8_t>(ValueKind::text);
      case kText4:
      case kString4:
        return push_text<std::uint32_t>(ValueKind::text);
      case kText8:
        return push_text<std::uint64_t>(ValueKind::text);
      case kBytes1:
        return push_text<std::uint8_t>(ValueKind::opaque);
      case kBytes4:
        return push_text<std::uint32_t>(ValueKind::opaque);
      default:
        return step_container(opcode);
    }
  }

  Result<void> step_container(std::uint8_t opcode) {
    switch (opcode) {
      case kEmptyTuple:
        return push(ValueKind::tuple);
      case kEmptyList:
        return push(ValueKind::list);
      case kEmptyDict:
        return push(ValueKind::dict);
      case kTuple1:
      case kTuple2:
      case kTuple3:
        return push_items(ValueKind::tuple, pop(static_cast<std::size_t>(opcode - kTuple1) + 1));
      case kTuple:
        return push_items(ValueKind::tuple, take_marked());
      case kList:
        return push_items(ValueKind::list, take_marked());
      case kDict:
        return push_items(ValueKind::dict, take_marked());
      case kAppend:
        return extend(ValueKind::list, pop(1));
      case kAppends:
        return extend(ValueKind::list, take_marked());
      case kSetItem:
        return extend(ValueKind::dict, pop(2));
      case kSetItems:
        return extend(ValueKind::dict, take_marked());
      default:
        return step_object(opcode);
    }
  }

  Result<void> step_object(std::uint8_t opcode) {
    switch (opcode) {
      case kPut1:
        return put(reader_.read<std::uint8_t>());
      case kPut4:
        return put(reader_.read<std::uint32_t>());
      case kMemoize:
        return put(memo_.size());
      case kGet1:
        return get(reader_.read<std::uint8_t>());
      case kGet4:
        return get(reader_.read<std::uint32_t>());
      case kGlobal:
        return push_global();
      case kStackGlobal:
        return push_stack_global();
      case kPersistentId: {
        const auto id = pop(1);
        return id ? push(load_storage(graph_, id->front(), source_, place())) : underflow();
      }
      case kReduce:
        return reduce();
      case kBuild:
        return build();
      default:
        return corrupt(fmt::format("opcode 0x{:02x} is refused: a checkpoint has no use for it", opcode));
    }
  }

  Result<void> underflow() const { return corrupt("takes more from the stack than there is"); }
  Result<void> skip(bool there) const { return there ? Result<void>{} : cut_off(); }

  /// The top `count` values in the order they were pushed. Never reaches below the last mark.
  std::optional<std::vector<ValueId>> pop(std::size_t count) {
    const std::size_t floor = marks_.empty() ? 0 : marks_.back();
    if (stack_.size() - floor < count) return std::nullopt;
    std::vector<ValueId> out(stack_.end() - static_cast<std::ptrdiff_t>(count), stack_.end());
    stack_.resize(stack_.size() - count);
    return out;
  }

  /// Everything above the last mark, and the mark.
  std::optional<std::vector<ValueId>> take_marked() {
    if (marks_.empty()) return std::nullopt;
    auto out = pop(stack_.size() - marks_.back());
    marks_.pop_back();
    return out;
  }

  Result<void> push(PickleValue value) {
    stack_.push_back(static_cast<ValueId>(graph_.values.size()));
    graph_.values.push_back(std::move(value));
    return {};
  }
  Result<void> push(Result<PickleValue> value) {
    if (!value) return fail(value.error());
    return push(std::move(*value));
  }
  Result<void> push(ValueKind kind, std::int64_t integer = 0) {
    PickleValue value;
    value.kind = kind;
    value.integer = integer;
    return push(std::move(value));
  }

  template <class T>
  Result<void> push_integer() {
    const auto value = reader_.read<T>();
    return value ? push(ValueKind::integer, *value) : cut_off();
  }

  Result<void> push_long() {
    const auto size = reader_.read<std::uint8_t>();
    const auto bytes = size ? reader_.take(*size) : std::nullopt;
    if (!bytes) return cut_off();
    if (bytes->size() > 8) return corrupt("an integer of more than 64 bits");
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes->size(); ++i) value |= std::to_integer<std::uint64_t>((*bytes)[i]) << (8 * i);
    const bool negative = !bytes->empty() && (std::to_integer<unsigned>(bytes->back()) & 0x80U) != 0;
    if (negative && bytes->size() < 8) value |= ~std::uint64_t{0} << (8 * bytes->size());
    return push(ValueKind::integer, static_cast<std::int64_t>(value));
  }

  template <class Length>
  Result<void> push_text(ValueKind kind) {
    const auto length = reader_.read<Length>();
    const auto text = length ? reader_.take_text(*length) : std::nullopt;
    if (!text) return cut_off();
    PickleValue value;
    value.kind = kind;
    value.text = *text;
    return push(std::move(value));
  }

  Result<void> push_items(ValueKind kind, std::optional<std::vector<ValueId>> items) {
    if (!items) return underflow();
    if (kind == ValueKind::dict && items->size() % 2 != 0) return corrupt("a dict has a key without a value");
    PickleValue value;
    value.kind = kind;
    value.items = std::move(*items);
    return push(std::move(value));
  }

  /// Adds items to the list or dict on top of the stack.
  Result<void> extend(ValueKind kind, std::optional<std::vector<ValueId>> items) {
    const auto target = items ? pop(1) : std::nullopt;
    if (!target) return underflow();
    PickleValue& value = graph_.values[target->front()];
    if (value.kind != kind) {
      return corrupt(fmt::format("items are added to {}, expected {}", kind_name(value.kind), kind_name(kind)));
    }
    if (kind == ValueKind::dict && items->size() % 2 != 0) return corrupt("a dict has a key without a value");
    value.items.insert(value.items.end(), items->begin(), items->end());
    stack_.push_back(target->front());
    return {};
  }

  Result<void> put(std::optional<std::uint64_t> index) {
    if (!index) return cut_off();
    const auto top = pop(1);
    if (!top) return underflow();
    stack_.push_back(top->front());
    memo_[*index] = top->front();
    return {};
  }

  Result<void> get(std::optional<std::uint64_t> index) {
    if (!index) return cut_off();
    const auto found = memo_.find(*index);
    if (found == memo_.end()) return corrupt(fmt::format("memo {} was never set", *index));
    stack_.push_back(found->second);
    return {};
  }

  Result<void> push_global() {
    const auto module = reader_.take_line();
    const auto name = module ? reader_.take_line() : std::nullopt;
    if (!name) return cut_off();
    return push_named(*module, *name);
  }

  Result<void> push_stack_global() {
    const auto names = pop(2);
    if (!names) return underflow();
    const PickleValue& module = graph_[names->front()];
    const PickleValue& name = graph_[names->back()];
    if (module.kind != ValueKind::text || name.kind != ValueKind::text) return corrupt("a global without a name");
    return push_named(module.text, name.text);
  }

  Result<void> push_named(std::string_view module, std::string_view name) {
    auto value = find_global(module, name);
    if (value) return push(std::move(*value));
    const std::string full = std::string(module) + "." + std::string(name);
    return fail(ErrorCode::corrupt,
                fmt::format("{}: asks for {}, which a file of tensors has no use for: refused", place(), quote(full)),
                "the file is not a plain checkpoint and may run code in programs that trust it: get it from its "
                "publisher, or save only the state dicts");
  }

  Result<void> reduce() {
    const auto operands = pop(2);
    if (!operands) return underflow();
    const PickleValue callable = graph_[operands->front()];
    // The key under which a tensor will be filed lies below its call.
    const bool named = !stack_.empty() && graph_[stack_.back()].kind == ValueKind::text;
    const std::string where = named ? fmt::format("{}: {}", source_.name, quote(graph_[stack_.back()].text)) : place();
    return push(call_global(graph_, callable, operands->back(), source_, where));
  }

  /// Only an OrderedDict is given a state, and that holds the modules' version numbers (`_metadata`).
  Result<void> build() {
    const auto operands = pop(2);
    if (!operands) return underflow();
    const ValueKind target = graph_[operands->front()].kind;
    const ValueKind state = graph_[operands->back()].kind;
    if (target != ValueKind::dict || state != ValueKind::dict) {
      return corrupt(
          fmt::format("{} is given {} as its state, expected a dict for a dict", kind_name(target), kind_name(state)));
    }
    stack_.push_back(operands->front());
    return {};
  }

  ByteReader reader_;
  const PickleSource& source_;
  std::size_t at_ = 0;  ///< byte of the current opcode
  PickleGraph graph_;
  std::vector<ValueId> stack_;
  std::vector<std::size_t> marks_;  ///< stack sizes
  std::unordered_map<std::uint64_t, ValueId> memo_;
};

}  // namespace

Result<PickleGraph> unpickle(std::span<const std::byte> pickle, const PickleSource& source) {
  return Unpickler(pickle, source).run();
}

}  // namespace kokoro::checkpoint
