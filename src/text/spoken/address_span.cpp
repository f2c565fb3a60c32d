#include "text/spoken/address_span.hpp"

#include <algorithm>
#include <iterator>

#include "base/ascii.hpp"
#include "text/characters/bytes.hpp"

namespace kokoro::text {
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
template <std::size_t N>
bool is_one_of(std::string_view word, const std::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
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
  if (dot == std::string_view::npos || !is_one_of(ascii_lower(run.substr(dot + 1)), kExtensions)) return false;
  const std::string_view stem = run.substr(0, dot);
  const bool hidden = stem.empty();
  if (hidden) return run == ".env";
  // "i.e", "a.m.c": a stem of single letters is an abbreviation.
  if (stem.size() == 1 && run.size() - dot <= 2) return false;
  // So are "B.B.C" and "N.Y.C".
  bool initials = run.size() - dot == 2;
  for (std::size_t i = 0; i < stem.size(); ++i) initials = initials && (i % 2 == 1) == (stem[i] == '.');
  if (initials) return false;
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
    const bool hex = is_digit_byte(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
    if (!hex && c != ':' && c != '/') return false;
    digits += hex ? 1 : 0;
  }
  return digits >= 1;
}

std::string_view without_last_slash(std::string_view run) {
  while (run.size() > 1 && run.ends_with('/')) run.remove_suffix(1);
  return run;
}

}  // namespace

AddressSpan address_span_at(std::string_view text, std::size_t at) {
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
  if (run.size() < 3) return {};
  const bool possessive = run.ends_with("'s");
  if (possessive) run.remove_suffix(2);
  end = at + run.size() + (possessive ? 2 : 0);
  using Kind = AddressSpan::Kind;
  for (const std::string_view scheme : {"https://", "http://", "ftp://", "www.", "mailto:", "HTTPS://", "HTTP://"}) {
    if (!run.starts_with(scheme) || run.size() == scheme.size()) continue;
    if (scheme != "www.") run.remove_prefix(scheme.size());
    return {end, without_last_slash(run), Kind::url, possessive};
  }
  if (is_email(run)) return {end, run, Kind::email, possessive};
  if (is_ipv6(run)) return {end, run, Kind::ipv6, possessive};
  if (host_length(run) == 0 && !is_file(run) && !is_path(run)) return {};
  return {end, without_last_slash(run), Kind::name, possessive};
}

bool AddressLooks::allowed(std::size_t at) {
  constexpr int kLooksPerRun = 4;
  constexpr std::size_t kRunBytes = 2048;
  if (at >= run_end_) {
    run_end_ = at;
    while (run_end_ < text_.size() && run_end_ - at<kRunBytes&& static_cast<unsigned char>(text_[run_end_])> ' ') {
      ++run_end_;
    }
    looks_ = 0;
  }
  return ++looks_ <= kLooksPerRun;
}

}  // namespace kokoro::text
