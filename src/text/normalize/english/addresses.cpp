#include <algorithm>
#include <iterator>

#include "text/normalize/bytes.hpp"
#include "text/normalize/english/number_words.hpp"
#include "text/normalize/english/rules.hpp"

namespace kokoro::text::english_text {
namespace {

constexpr std::size_t kMostBytes = 2048;

/// Domains that a bare name may end with: none that is a word, since "end.it" lacks a space more often than it links.
constexpr std::string_view kTopLevel[] = {"com", "org", "net",  "edu",  "gov",    "mil",  "io",   "dev",  "app",
                                          "ai",  "co",  "uk",   "de",   "fr",     "es",   "br",   "jp",   "cn",
                                          "eu",  "ru",  "info", "biz",  "tv",     "ca",   "au",   "ch",   "nl",
                                          "pl",  "se",  "xyz",  "tech", "online", "site", "blog", "wiki", "cloud"};
constexpr std::string_view kExtensions[] = {
    "pdf",   "txt", "doc",  "docx",  "xls", "xlsx", "ppt", "pptx", "csv", "tsv", "json", "xml",  "yaml", "yml",
    "toml",  "ini", "html", "htm",   "css", "js",   "ts",  "jsx",  "tsx", "py",  "cpp",  "hpp",  "cc",   "c",
    "h",     "rs",  "go",   "java",  "rb",  "php",  "sh",  "bat",  "exe", "dll", "so",   "zip",  "tar",  "gz",
    "rar",   "jpg", "jpeg", "png",   "gif", "svg",  "bmp", "webp", "mp3", "mp4", "wav",  "flac", "ogg",  "avi",
    "mov",   "mkv", "md",   "log",   "cfg", "conf", "db",  "sql",  "iso", "deb", "rpm",  "apk",  "pth",  "onnx",
    "ipynb", "bin", "lua",  "swift", "kt",  "srt",  "vtt", "bak",  "tmp", "env"};
/// Said as words although they have no vowel, or letter by letter although they have one.
constexpr std::string_view kSpelled[] = {"edu", "io", "ai", "uk", "eu",  "au",  "exe", "iso",  "api",
                                         "usr", "ui", "id", "ip", "avi", "apk", "ogg", "co.uk"};
constexpr std::string_view kSaid[] = {"com", "org", "net", "gov", "mil", "co", "app", "dev", "info", "biz"};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

/// A run of letters in an address: letters one by one when it is no word.
std::string say_letters(std::string_view word) {
  const std::string lower = lowered(word);
  if (is_one_of(lower, kSaid)) return lower;
  const bool vowel = lower.find_first_of("aeiouy") != std::string::npos;
  const bool capitals = std::all_of(word.begin(), word.end(), is_upper_byte) && word.size() > 1;
  const bool spell =
      is_one_of(lower, kSpelled) || (!vowel && word.size() <= 4) || (capitals && word.size() <= 4) ||
      (word.size() == 2 && lower != "my" && lower != "me" && lower != "in" && lower != "to" && lower != "is" &&
       lower != "go" && lower != "on" && lower != "of" && lower != "at" && lower != "by" && lower != "no" &&
       lower != "we" && lower != "up" && lower != "us" && lower != "it" && lower != "do" && lower != "be") ||
      lower == "py" || lower == "yml" || lower == "php";
  if (!spell && word.size() > 1) return std::string(word);
  std::string out;
  for (const char c : word) {
    if (!out.empty()) out += ' ';
    out += upper_byte(c);
  }
  return out;
}

std::string_view name_of(char c) {
  switch (c) {
    case '.':
      return "dot";
    case '/':
      return "slash";
    case '\\':
      return "backslash";
    case '@':
      return "at";
    case '-':
      return "dash";
    case '_':
      return "underscore";
    case '?':
      return "question mark";
    case '=':
      return "equals";
    case '&':
      return "and";
    case '#':
      return "hash";
    case '%':
      return "percent";
    case ':':
      return "colon";
    case '+':
      return "plus";
    case '~':
      return "tilde";
    case ',':
      return "comma";
    case ';':
      return "semicolon";
    case '*':
      return "star";
    case '!':
      return "exclamation mark";
    case '$':
      return "dollar";
    default:
      return {};
  }
}

std::string say_address(std::string_view address) {
  std::string out;
  const auto add = [&out](std::string_view word) {
    if (word.empty()) return;
    if (!out.empty()) out += ' ';
    out += word;
  };
  for (std::size_t i = 0; i < address.size();) {
    const std::size_t letters = count_letters(address, i, address.size());
    const std::size_t digits = count_digits(address, i, address.size());
    if (letters > 0) {
      add(say_letters(address.substr(i, letters)));
      i += letters;
    } else if (digits > 0) {
      add(code_number(address.substr(i, digits)));
      i += digits;
    } else if (static_cast<unsigned char>(address[i]) >= 0x80) {
      std::size_t end = i;
      while (end < address.size() && static_cast<unsigned char>(address[end]) >= 0x80) ++end;
      add(address.substr(i, end - i));
      i = end;
    } else {
      add(name_of(address[i]));
      ++i;
    }
  }
  return out;
}

bool is_host_byte(char c) { return is_alnum_byte(c) || c == '-' || c == '.'; }

/// Length of the host name that `run` starts with ("example.co.uk"), 0 when it is none. A name with two dots or a path
/// may end in anything.
std::size_t host_length(std::string_view run) {
  std::size_t length = 0;
  std::size_t dots = 0;
  std::size_t last_dot = 0;
  while (length < run.size() && is_host_byte(run[length])) {
    if (run[length] == '.') {
      if (length == 0 || run[length - 1] == '.' || length + 1 == run.size()) return 0;
      ++dots;
      last_dot = length;
    }
    ++length;
  }
  if (dots == 0) return 0;
  const std::string_view top = run.substr(last_dot + 1, length - last_dot - 1);
  if (!std::all_of(top.begin(), top.end(), is_lower_byte)) return 0;
  if (!is_letter_byte(run[0]) && !is_digit_byte(run[0])) return 0;
  const char after = byte_at(run, length);
  if (after != '\0' && after != '/' && after != ':' && after != '?' && after != '#' && after != '\'') return 0;
  const bool path = after == '/';
  if (is_one_of(top, kTopLevel)) return length;
  return path && top.size() == 2 ? length : 0;
}

bool is_email(std::string_view run) {
  const std::size_t at = run.find('@');
  if (at == std::string_view::npos || at == 0 || at + 3 >= run.size()) return false;
  for (const char c : run.substr(0, at)) {
    if (!is_alnum_byte(c) && c != '.' && c != '_' && c != '-' && c != '+' && c != '%') return false;
  }
  const std::string_view host = run.substr(at + 1);
  const std::size_t dot = host.rfind('.');
  return dot != std::string_view::npos && dot > 0 && host.size() - dot > 2 &&
         std::all_of(host.begin(), host.end(), is_host_byte);
}

bool is_file(std::string_view run) {
  const std::size_t dot = run.rfind('.');
  if (dot == std::string_view::npos || !is_one_of(lowered(run.substr(dot + 1)), kExtensions)) return false;
  const std::string_view stem = run.substr(0, dot);
  const bool hidden = stem.empty();
  if (hidden) return run == ".env";
  // "i.e", "a.m.c": a stem of single letters is an abbreviation.
  if (stem.size() == 1 && run.size() - dot <= 2) return false;
  return std::all_of(stem.begin(), stem.end(),
                     [](char c) { return is_host_byte(c) || c == '_' || c == '/' || c == '~'; });
}

bool is_path(std::string_view run) {
  const bool drive = run.size() > 3 && is_letter_byte(run[0]) && run[1] == ':' && (run[2] == '\\' || run[2] == '/');
  const bool relative = run.starts_with("./") || run.starts_with("../") || run.starts_with("~/");
  const bool root =
      run.starts_with('/') && run.find('/', 1) != std::string_view::npos && is_letter_byte(byte_at(run, 1));
  if (!drive && !relative && !root) return false;
  return std::all_of(run.begin(), run.end(), [](char c) {
    return is_host_byte(c) || c == '_' || c == '/' || c == '\\' || c == '~' || c == ':' || c == '+';
  });
}

bool is_ipv6(std::string_view run) {
  if (std::count(run.begin(), run.end(), ':') < 2 || run.size() > 45) return false;
  if (run.find("::") == std::string_view::npos && std::count(run.begin(), run.end(), ':') != 7) return false;
  std::size_t digits = 0;
  for (const char c : run) {
    const bool hex = is_digit_byte(c) || (lower_byte(c) >= 'a' && lower_byte(c) <= 'f');
    if (!hex && c != ':' && c != '/') return false;
    digits += hex ? 1 : 0;
  }
  return digits >= 1;
}

std::string say_ipv6(std::string_view run) {
  std::string out;
  for (const char c : run) {
    if (!out.empty()) out += ' ';
    if (is_digit_byte(c)) {
      out += digit_by_digit(std::string_view(&c, 1));
    } else {
      out += is_letter_byte(c) ? std::string(1, upper_byte(c)) : std::string(name_of(c));
    }
  }
  return out;
}

}  // namespace

std::optional<Reading> read_address(const Place& place, std::size_t at) {
  const std::string_view text = place.text;
  std::size_t end = at;
  while (end < text.size() && end - at<kMostBytes&& static_cast<unsigned char>(text[end])> ' ' &&
         std::string_view("<>\"`|{}").find(text[end]) == std::string_view::npos) {
    ++end;
  }
  const bool bracket = text.substr(at, end - at).find('(') != std::string_view::npos;
  while (end > at) {
    const char last = text[end - 1];
    const bool opened = last == ')' && bracket;
    if (opened || std::string_view(".,;:!?)'*_]").find(last) == std::string_view::npos) break;
    --end;
  }
  // Typographic marks end an address; they are in no ASCII run.
  for (std::size_t i = at; i < end; ++i) {
    if (static_cast<unsigned char>(text[i]) < 0x80) continue;
    for (const std::string_view mark : {"\u2019", "\u201D", "\u2014", "\u2026"}) end = has_at(text, i, mark) ? i : end;
  }
  std::string_view run = text.substr(at, end - at);
  if (run.size() < 3) return std::nullopt;
  const bool possessive = run.ends_with("'s");
  if (possessive) run.remove_suffix(2);
  const std::string tail = possessive ? "'s" : "";
  end = at + run.size() + (possessive ? 2 : 0);
  for (const std::string_view scheme : {"https://", "http://", "ftp://", "www.", "mailto:", "HTTPS://", "HTTP://"}) {
    if (!run.starts_with(scheme) || run.size() == scheme.size()) continue;
    if (!place.options.url_normalization) return Reading{end, std::string(text.substr(at, end - at))};
    if (scheme != "www.") run.remove_prefix(scheme.size());
    while (run.ends_with('/')) run.remove_suffix(1);
    return Reading{end, say_address(run) + tail};
  }
  if (is_email(run)) {
    if (!place.options.email_normalization) return Reading{end, std::string(text.substr(at, end - at))};
    return Reading{end, say_address(run) + tail};
  }
  if (!place.options.url_normalization) return std::nullopt;
  if (is_ipv6(run)) return Reading{end, say_ipv6(run)};
  const std::size_t host = host_length(run);
  if (host != 0 || is_file(run) || is_path(run)) {
    while (run.size() > 1 && run.ends_with('/')) run.remove_suffix(1);
    return Reading{end, say_address(run) + tail};
  }
  return std::nullopt;
}

}  // namespace kokoro::text::english_text
