#include "kernels/simd.hpp"
// simd.hpp first: it says which targets Highway has.
#include <fmt/format.h>
#include <hwy/targets.h>

#include <cstdlib>
#include <string>

#include "kernels/conv1d_amx.hpp"
#include "kernels/conv1d_pairs.hpp"
#include "kernels/kernels.hpp"
#include "kernels/simd_tables.hpp"

namespace kokoro::kernels {
namespace {

/// Narrowest vectors worth a table: below them the plain loops serve.
constexpr std::int64_t kUsefulTargets = HWY_AVX3 | HWY_AVX2 | HWY_SSE4 | HWY_NEON;

struct Tables {
  std::vector<KernelTable> all;
  std::string amx_missing;
};

Tables make_tables() {
  Tables made;
  std::vector<KernelTable>& tables = made.all;
  const std::int64_t supported = hwy::SupportedTargets() & HWY_TARGETS & kUsefulTargets;
  // A lower bit is a better target.
  for (std::int64_t rest = supported; rest != 0; rest &= rest - 1) {
    const std::int64_t target = rest & -rest;
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(target);
    KernelTable& table = tables.emplace_back();
    fill_conv1d(table);
    fill_conv1d_bf16(table);
    fill_winograd(table);
    fill_elementwise(table);
    fill_lstm(table);
    fill_spectrum(table);
    fill_peak(table);
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  tables.push_back(scalar_table());
  KernelTable pairs = tables.front();
  if (add_bf16_pairs(pairs).empty()) tables.insert(tables.begin(), pairs);
  KernelTable amx = tables.front();
  made.amx_missing = add_amx(amx);
  if (made.amx_missing.empty()) tables.insert(tables.begin(), amx);
  return made;
}

const Tables& tables_of_this_cpu() {
  static const Tables kTables = make_tables();
  return kTables;
}

}  // namespace

const std::vector<KernelTable>& supported_tables() { return tables_of_this_cpu().all; }

const std::string& amx_missing() { return tables_of_this_cpu().amx_missing; }

Result<const KernelTable*> choose_table() {
  const auto& tables = supported_tables();
  const char* wanted = std::getenv("KOKORO_ISA");
  if (wanted == nullptr || *wanted == '\0') return &tables.front();
  std::string names;
  for (const KernelTable& table : tables) {
    if (table.name == wanted) return &table;
    names += (names.empty() ? "" : ", ") + std::string(table.name);
  }
  const std::string why = std::string_view(wanted) == "AMX" ? amx_missing() : "this processor does not have it";
  return fail(ErrorCode::unsupported, fmt::format("KOKORO_ISA asks for {}, but {}", wanted, why),
              fmt::format("take one of {}, or unset KOKORO_ISA", names));
}

}  // namespace kokoro::kernels
