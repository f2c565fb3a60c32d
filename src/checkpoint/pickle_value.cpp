#include "checkpoint/pickle_value.hpp"

namespace kokoro::checkpoint {

std::string_view kind_name(ValueKind kind) {
  switch (kind) {
    case ValueKind::none:
      return "None";
    case ValueKind::boolean:
      return "a boolean";
    case ValueKind::integer:
      return "an integer";
    case ValueKind::real:
      return "a number";
    case ValueKind::text:
      return "a text";
    case ValueKind::opaque:
      return "bytes";
    case ValueKind::tuple:
      return "a tuple";
    case ValueKind::list:
      return "a list";
    case ValueKind::dict:
      return "a dict";
    case ValueKind::global:
      return "a name";
    case ValueKind::storage:
      return "a storage";
    case ValueKind::tensor:
      return "a tensor";
  }
  return "a value";
}

}  // namespace kokoro::checkpoint
