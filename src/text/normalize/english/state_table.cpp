#include "text/normalize/english/state_table.hpp"

namespace kokoro::text::english_normalization {
namespace {

struct State {
  std::string_view letters, name;
};
constexpr State kStates[] = {
    {"AL", "Alabama"},        {"AK", "Alaska"},        {"AZ", "Arizona"},       {"AR", "Arkansas"},
    {"CA", "California"},     {"CO", "Colorado"},      {"CT", "Connecticut"},   {"DC", "DC"},
    {"DE", "Delaware"},       {"FL", "Florida"},       {"GA", "Georgia"},       {"HI", "Hawaii"},
    {"IA", "Iowa"},           {"ID", "Idaho"},         {"IL", "Illinois"},      {"IN", "Indiana"},
    {"KS", "Kansas"},         {"KY", "Kentucky"},      {"LA", "Louisiana"},     {"MA", "Massachusetts"},
    {"MD", "Maryland"},       {"ME", "Maine"},         {"MI", "Michigan"},      {"MN", "Minnesota"},
    {"MO", "Missouri"},       {"MS", "Mississippi"},   {"MT", "Montana"},       {"NC", "North Carolina"},
    {"ND", "North Dakota"},   {"NE", "Nebraska"},      {"NH", "New Hampshire"}, {"NJ", "New Jersey"},
    {"NM", "New Mexico"},     {"NV", "Nevada"},        {"NY", "New York"},      {"OH", "Ohio"},
    {"OK", "Oklahoma"},       {"OR", "Oregon"},        {"PA", "Pennsylvania"},  {"RI", "Rhode Island"},
    {"SC", "South Carolina"}, {"SD", "South Dakota"},  {"TN", "Tennessee"},     {"TX", "Texas"},
    {"UT", "Utah"},           {"VA", "Virginia"},      {"VT", "Vermont"},       {"WA", "Washington"},
    {"WI", "Wisconsin"},      {"WV", "West Virginia"}, {"WY", "Wyoming"},       {"PR", "Puerto Rico"}};

}  // namespace

std::string_view state_name(std::string_view letters) {
  for (const State& state : kStates) {
    if (state.letters == letters) return state.name;
  }
  return {};
}

bool ends_in_state_name(std::string_view text, std::size_t end) {
  const std::string_view before = text.substr(0, end);
  for (const State& state : kStates) {
    if (state.name.size() > 3 && before.ends_with(state.name)) return true;
  }
  return before.ends_with("D.C.");
}

}  // namespace kokoro::text::english_normalization
