#include "kernels/simd.hpp"
// simd.hpp first: it says which targets Highway has.
#include <fmt/format.h>
#include <hwy/targets.h>

#include <cstdlib>
#include <string>

#include "kernels/kernels.hpp"
#include "kernels/simd_tables.hpp"

namespace kokoro::kernels {
namespace {

/// Narrowest vectors worth a table: below them the plain loops serve.
constexpr std::int64_t kUsefulTargets = HWY_AVX3 | HWY_AVX2 | HWY_SSE4 | HWY_NEON;

std::vector<KernelTable> make_tables() {
  std::vector<KernelTable> tables;
  const std::int64_t supported = hwy::SupportedTargets() & HWY_TARGETS & kUsefulTargets;
  // A lower bit is a better target.
  for (std::int64_t rest = supported; rest != 0; rest &= rest - 1) {
    const std::int64_t target = rest & -rest;
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(target);
    KernelTable& table = tables.emplace_back();
    fill_conv1d(table);
    fill_winograd(table);
    fill_elementwise(table);
    fill_lstm(table);
    fill_spectrum(table);
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  tables.push_back(scalar_table());
  return tables;
}

}  // namespace

const std::vector<KernelTable>& supported_tables() {
  static const std::vector<KernelTable> kTables = make_tables();
  return kTables;
}

Result<const KernelTable*> choose_table() {
  const auto& tables = supported_tables();
  const char* wanted = std::getenv("KOKORO_ISA");
  if (wanted == nullptr || *wanted == '\0') return &tables.front();
  std::string names;
  for (const KernelTable& table : tables) {
    if (table.name == wanted) return &table;
    names += (names.empty() ? "" : ", ") + std::string(table.name);
  }
  return fail(ErrorCode::unsupported, fmt::format("KOKORO_ISA asks for {}, which this processor does not have", wanted),
              fmt::format("take one of {}, or unset KOKORO_ISA", names));
}

}  // namespace kokoro::kernels
