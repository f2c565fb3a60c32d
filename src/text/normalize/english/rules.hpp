#pragma once

#include "text/normalize/english/rule.hpp"

/// The semiotic classes of written English, one rule each. What begins with a sign, a digit or a currency:
namespace kokoro::text::english_normalization {

/// "555-1234", "(555) 123-4567", "+44 20 7946 0958": digit by digit, in groups.
std::optional<Reading> read_phone(const Place& place, std::size_t at);
/// "2024-05-01", "3/4/2024", "1.5.2024", with a time after T. The order of day and month is the country's.
std::optional<Reading> read_numeric_date(const Place& place, std::size_t at);
/// "5 May 2024", "5th May".
std::optional<Reading> read_day_month(const Place& place, std::size_t at);
/// "May 5, 2024", "Jan. 5", "May 2024".
std::optional<Reading> read_month_day(const Place& place, std::size_t at);
/// "Mon-Fri", "Sat. June 5", "on Tue.".
std::optional<Reading> read_weekday(const Place& place, std::size_t at);
/// "10:30", "9:00 am", "14:05:30", "10am"; "16:9" is a ratio.
std::optional<Reading> read_time(const Place& place, std::size_t at);
/// "$5.30", "€1.2M", "5 USD", "-£3", "$5-$10", "50¢".
std::optional<Reading> read_money(const Place& place, std::size_t at);
/// "USD 5", "US$5", "R$5": money that begins with letters.
std::optional<Reading> read_currency_code(const Place& place, std::size_t at);
/// "1/2", "2 3/4", "½", "24/7", "120/80".
std::optional<Reading> read_fraction(const Place& place, std::size_t at);
/// "Call 911", "PIN 4321", "NY 10001", "4111 1111 1111 1111": digits one by one, by the words around them.
std::optional<Reading> read_code(const Place& place, std::size_t at);
/// "62704", "62704-1234": digits one by one.
std::optional<Reading> read_zip(const Place& place, std::size_t at);
/// "10.000.000", "1.234.567": points between thousands.
/// "1.2.3", "192.168.0.1", "123-45-6789": numbers in groups.
std::optional<Reading> read_digit_groups(const Place& place, std::size_t at);
/// "5'10\"", "5 ft 10 in" and the like are feet and inches.
std::optional<Reading> read_feet_inches(const Place& place, std::size_t at);
/// Any other number, with what stands after it: ordinal, decade, percent, unit, power, magnitude.
std::optional<Reading> read_number(const Place& place, std::size_t at);

/// "^6", "²" after a number or a letter: " to the sixth", " squared".
std::optional<Reading> read_power(const Place& place, std::size_t at);

/// What begins with a letter:
/// "www.example.com/a", "me@foo.org", "report.pdf", "/usr/bin", from the start of a run without spaces.
std::optional<Reading> read_address(const Place& place, std::size_t at);
/// "Dr. X", "e.g.", "No. 5", "St. John St.": also whether a dot ends the sentence.
std::optional<Reading> read_abbreviation(const Place& place, std::size_t at);
/// "Oak Dr.", "5th Ave NW", "N. Main St", "Hwy 61".
std::optional<Reading> read_street(const Place& place, std::size_t at);
/// Whether "N" and the like at `at` stand before the name of a street, rather than for newtons.
bool is_street_direction(std::string_view text, std::size_t at);
/// "Springfield, IL 62704", "in Austin, TX".
std::optional<Reading> read_state(const Place& place, std::size_t at);
/// "Henry VIII", "Chapter IV", "WWII", "pp. xi-xv", "(ii)".
std::optional<Reading> read_roman(const Place& place, std::size_t at);
/// "C++", "AT&T", "v1.2", "w/o", "B2B", "Node.js": words with symbols in them.
std::optional<Reading> read_special_word(const Place& place, std::size_t at);

/// What begins with a symbol:
/// ":)" and "<br/>", which are no words.
std::optional<Reading> read_leftover(const Place& place, std::size_t at);
/// "#1", "#OpenSource", "@name".
std::optional<Reading> read_tag(const Place& place, std::size_t at);
/// The signs of arithmetic and comparison, dashes between numbers, slashes between words.
std::optional<Reading> read_operator(const Place& place, std::size_t at);
/// "$E=mc^2$", "\(x\)".
std::optional<Reading> read_latex(const Place& place, std::size_t at);
/// "&", "=", "→", "½", "©", emoji; brackets of a plural "(s)"; what has no name is left out.
std::optional<Reading> read_symbol(const Place& place, std::size_t at);

}  // namespace kokoro::text::english_normalization
