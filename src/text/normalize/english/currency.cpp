#include "text/normalize/english/currency.hpp"

#include "text/characters/bytes.hpp"

namespace kokoro::text::english_normalization {
namespace {

struct Entry {
  std::string_view written;
  Currency currency;
};

// Longer signs before those that they end with.
constexpr Entry kSigns[] = {
    {"US$", {"US dollar", "US dollars", "cent", "cents"}},
    {"AU$", {"Australian dollar", "Australian dollars", "cent", "cents"}},
    {"CA$", {"Canadian dollar", "Canadian dollars", "cent", "cents"}},
    {"NZ$", {"New Zealand dollar", "New Zealand dollars", "cent", "cents"}},
    {"HK$", {"Hong Kong dollar", "Hong Kong dollars", "cent", "cents"}},
    {"A$", {"Australian dollar", "Australian dollars", "cent", "cents"}},
    {"C$", {"Canadian dollar", "Canadian dollars", "cent", "cents"}},
    {"S$", {"Singapore dollar", "Singapore dollars", "cent", "cents"}},
    {"R$", {"real", "reais", "centavo", "centavos"}},
    {"$", {"dollar", "dollars", "cent", "cents"}},
    {"£", {"pound", "pounds", "penny", "pence"}},
    {"€", {"euro", "euros", "cent", "cents"}},
    {"¥", {"yen", "yen", "", ""}},
    {"₹", {"rupee", "rupees", "paisa", "paise"}},
    {"₽", {"ruble", "rubles", "kopeck", "kopecks"}},
    {"₩", {"won", "won", "", ""}},
    {"₿", {"bitcoin", "bitcoins", "", ""}},
    {"₺", {"lira", "lira", "kurus", "kurus"}},
    {"₪", {"shekel", "shekels", "agora", "agorot"}},
    {"₫", {"dong", "dong", "", ""}},
    {"₴", {"hryvnia", "hryvnias", "kopiyka", "kopiykas"}},
    {"₦", {"naira", "naira", "kobo", "kobo"}},
    {"₱", {"peso", "pesos", "centavo", "centavos"}},
    {"฿", {"baht", "baht", "satang", "satang"}},
};

constexpr Entry kCodes[] = {
    {"USD", {"US dollar", "US dollars", "cent", "cents"}},
    {"EUR", {"euro", "euros", "cent", "cents"}},
    {"GBP", {"British pound", "British pounds", "penny", "pence"}},
    {"JPY", {"Japanese yen", "Japanese yen", "", ""}},
    {"CNY", {"Chinese yuan", "Chinese yuan", "fen", "fen"}},
    {"RMB", {"renminbi", "renminbi", "fen", "fen"}},
    {"INR", {"Indian rupee", "Indian rupees", "paisa", "paise"}},
    {"CHF", {"Swiss franc", "Swiss francs", "centime", "centimes"}},
    {"CAD", {"Canadian dollar", "Canadian dollars", "cent", "cents"}},
    {"AUD", {"Australian dollar", "Australian dollars", "cent", "cents"}},
    {"NZD", {"New Zealand dollar", "New Zealand dollars", "cent", "cents"}},
    {"HKD", {"Hong Kong dollar", "Hong Kong dollars", "cent", "cents"}},
    {"SGD", {"Singapore dollar", "Singapore dollars", "cent", "cents"}},
    {"BRL", {"Brazilian real", "Brazilian reais", "centavo", "centavos"}},
    {"MXN", {"Mexican peso", "Mexican pesos", "centavo", "centavos"}},
    {"KRW", {"Korean won", "Korean won", "", ""}},
    {"RUB", {"Russian ruble", "Russian rubles", "kopeck", "kopecks"}},
    {"SEK", {"Swedish krona", "Swedish kronor", "öre", "öre"}},
    {"NOK", {"Norwegian krone", "Norwegian kroner", "øre", "øre"}},
    {"DKK", {"Danish krone", "Danish kroner", "øre", "øre"}},
    {"PLN", {"Polish zloty", "Polish zlotys", "grosz", "groszy"}},
    {"ZAR", {"South African rand", "South African rand", "cent", "cents"}},
    {"BTC", {"bitcoin", "bitcoins", "", ""}},
};

}  // namespace

CurrencyMatch currency_sign_at(std::string_view text, std::size_t at) {
  for (const Entry& entry : kSigns) {
    if (has_at(text, at, entry.written)) return {&entry.currency, at + entry.written.size()};
  }
  return {};
}

CurrencyMatch currency_code_at(std::string_view text, std::size_t at) {
  if (count_letters(text, at, 4) != 3 || word_char_at(text, at + 3)) return {};
  for (const Entry& entry : kCodes) {
    if (has_at(text, at, entry.written)) return {&entry.currency, at + 3};
  }
  return {};
}

}  // namespace kokoro::text::english_normalization
