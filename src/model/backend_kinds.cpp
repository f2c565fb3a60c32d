#include "model/backend_kinds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/cpu_backend.hpp"

namespace kokoro::model {
namespace {

std::unique_ptr<Backend> make_cpu_backend(const BackendOptions& options) {
  return std::make_unique<CpuBackend>(options.threads, options.precision);
}

constexpr std::array kKinds{BackendKind{CpuBackend::possible, make_cpu_backend}};

bool computes_in(const Capabilities& can, Precision precision) {
  return precision == Precision::automatic || std::ranges::find(can.precisions, precision) != can.precisions.end();
}

}  // namespace

std::span<const BackendKind> backend_kinds() { return kKinds; }

Result<const BackendKind*> choose_backend(const BackendOptions& options) {
  std::vector<std::string> devices{"auto"};
  for (const BackendKind& kind : backend_kinds()) {
    const Capabilities can = kind.capabilities();
    devices.insert(devices.end(), can.devices.begin(), can.devices.end());
    if (options.device != "auto" && std::ranges::find(can.devices, options.device) == can.devices.end()) continue;
    if (computes_in(can, options.precision)) return &kind;
    if (options.device == "auto") continue;
    return fail(ErrorCode::unsupported,
                fmt::format("the device {} does not compute in {}", options.device, precision_name(options.precision)),
                "the precision auto is the best that the device has", "precision");
  }
  return fail(ErrorCode::invalid_input, fmt::format("there is no device '{}'", options.device),
              fmt::format("there are: {}", fmt::join(devices, ", ")), "device");
}

}  // namespace kokoro::model
