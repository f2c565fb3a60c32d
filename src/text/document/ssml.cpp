#include "text/document/ssml.hpp"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "base/ascii.hpp"
#include "text/characters/bytes.hpp"
#include "text/document/document_builder.hpp"
#include "text/document/expat_place.hpp"
#include "text/document/prosody.hpp"
#include "text/document/say_as.hpp"
#include "text/phonemes/ipa.hpp"

namespace kokoro::text {
namespace {

constexpr std::size_t kMostDepth = 64;

class Parser {
 public:
  Parser(std::string_view text, std::string_view language)
      : text_(text), language_(language), parser_(XML_ParserCreate("UTF-8"), &XML_ParserFree) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(
        parser_.get(),
        [](void* self, const XML_Char* name, const XML_Char** attributes) {
          static_cast<Parser*>(self)->start(name, attributes);
        },
        [](void* self, const XML_Char* name) { static_cast<Parser*>(self)->end(name); });
    XML_SetCharacterDataHandler(parser_.get(), [](void* self, const XML_Char* data, int length) {
      static_cast<Parser*>(self)->characters(std::string_view(data, static_cast<std::size_t>(length)));
    });
    XML_SetStartDoctypeDeclHandler(parser_.get(),
                                   [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
                                     static_cast<Parser*>(self)->stop("a DOCTYPE is not accepted");
                                   });
  }

  Result<Document> run() {
    // Whitespace before the first tag is harmless, but XML has none before its declaration.
    const std::size_t first = std::min(text_.find_first_not_of(" \t\r\n"), text_.size());
    const bool bom = text_.starts_with("\xEF\xBB\xBF");
    offset_ = bom ? 0 : first;
    constexpr std::size_t kPart = 1 << 20;
    std::string_view rest = text_.substr(offset_);
    do {
      const std::string_view part = rest.substr(0, kPart);
      rest.remove_prefix(part.size());
      if (XML_Parse(parser_.get(), part.data(), static_cast<int>(part.size()), rest.empty()) != XML_STATUS_OK) {
        return fail(failure_ ? *failure_ : at_place(XML_ErrorString(XML_GetErrorCode(parser_.get()))));
      }
    } while (!rest.empty());
    return builder_.finish();
  }

 private:
  using Attributes = std::map<std::string_view, std::string_view>;

  /// An open element; `capture` collects the text of one that is said as a whole.
  struct Element {
    std::string name;
    DocumentBuilder::Style style;
    std::string kind, format;  ///< what to do with the captured text
    std::string captured;
    std::string description;  ///< of audio
    std::size_t begin = 0;
    std::size_t said_before = 0;
    bool captures = false;
    bool silent = false;
  };

  Error at_place(std::string_view message) const {
    return Error{ErrorCode::invalid_input,
                 fmt::format("SSML, line {} column {}: {}", place().line(), place().column(), message),
                 "send well-formed SSML: <speak>text</speak>", "text"};
  }

  void stop(std::string_view message) {
    if (failure_) return;
    failure_ = at_place(message);
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  ExpatPlace<XML_Parser> place() const { return {parser_.get()}; }

  std::size_t byte() const { return offset_ + place().byte(); }

  static Attributes read(const XML_Char** attributes) {
    Attributes out;
    for (; *attributes != nullptr; attributes += 2) out[attributes[0]] = attributes[1];
    return out;
  }

  static std::string_view local_name(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
  }

  void start(std::string_view full_name, const XML_Char** raw) {
    if (failure_) return;
    if (open_.size() >= kMostDepth) return stop("elements are nested too deeply");
    const std::string_view name = local_name(full_name);
    const Attributes attributes = read(raw);
    if (open_.empty() && name != "speak") return stop(fmt::format("the root element is <{}>, not <speak>", name));
    Element element;
    element.name = name;
    element.begin = byte();
    element.said_before = builder_.size();
    if (!open_.empty()) {
      element.style = open_.back().style;
      element.silent = open_.back().silent;
    }
    if (const auto lang = attributes.find("xml:lang"); lang != attributes.end())
      element.style.language = ascii_lower(lang->second);
    const auto value = [&](std::string_view key) {
      const auto found = attributes.find(key);
      return found == attributes.end() ? std::string_view() : found->second;
    };
    open_element(element, value);
    if (failure_) return;
    open_.push_back(std::move(element));
    builder_.style(open_.back().style);
  }

  template <class Value>
  void open_element(Element& element, const Value& value) {
    const std::string& name = element.name;
    if (name == "p" || name == "paragraph") {
      builder_.paragraph(byte());
    } else if (name == "prosody") {
      prosody(element, value("rate"), value("volume"));
    } else if (name == "voice") {
      if (!value("name").empty()) element.style.voice = value("name");
    } else if (name == "break") {
      pause(value("time"), value("strength"));
    } else if (name == "mark") {
      builder_.mark(std::string(value("name")), byte());
    } else if (name == "phoneme") {
      element.captures = true;
      element.kind = value("alphabet") == "x-sampa" ? ipa_of_xsampa(value("ph")) : std::string(value("ph"));
    } else if (name == "sub") {
      element.captures = true;
      element.kind = value("alias");
    } else if (name == "say-as") {
      element.captures = true;
      element.kind = value("interpret-as");
      element.format = value("format");
    } else if (name == "emphasis") {
      element.captures = true;
      element.kind = value("level");
    } else if (name == "desc") {
      element.captures = true;
    } else if (name == "metadata" || name == "meta" || name == "lexicon") {
      element.silent = true;
    }
  }

  void prosody(Element& element, std::string_view rate, std::string_view volume) {
    if (!rate.empty()) {
      const auto factor = parse_rate(rate);
      if (!factor) return stop(fmt::format("'{}' is no rate", rate));
      element.style.rate = clamp_rate(element.style.rate * *factor);
    }
    if (!volume.empty()) {
      const auto gain = parse_volume(volume);
      if (!gain) return stop(fmt::format("'{}' is no volume", volume));
      element.style.volume = clamp_volume(element.style.volume * *gain);
    }
  }

  void pause(std::string_view time, std::string_view strength) {
    if (!time.empty()) {
      const auto seconds = parse_seconds(time);
      if (!seconds) return stop(fmt::format("'{}' is no time for a break: write 500ms or 1.5s", time));
      return builder_.pause(*seconds);
    }
    const auto seconds = find_number(break_strengths(), strength.empty() ? "medium" : strength);
    if (!seconds) return stop(fmt::format("'{}' is no strength of a break", strength));
    builder_.pause(*seconds);
  }

  void characters(std::string_view data) {
    if (failure_ || open_.empty() || open_.back().silent) return;
    for (std::size_t i = open_.size(); i-- > 0;) {
      if (!open_[i].captures) continue;
      open_[i].captured += data;
      return;
    }
    const std::size_t begin = byte();
    const std::size_t bytes = place().bytes();
    if (data == "\n") {
      builder_.say(" ", begin, begin + 1);
    } else if (bytes == data.size() && text_.substr(begin, bytes) == data) {
      builder_.copy(data, begin);
    } else {
      builder_.say(data, begin, begin + bytes);
    }
  }

  void end(std::string_view) {
    if (failure_) return;
    Element element = std::move(open_.back());
    open_.pop_back();
    close_element(element);
    if (!open_.empty()) builder_.style(open_.back().style);
  }

  void close_element(Element& element) {
    const std::string& name = element.name;
    if (element.captures) {
      close_captured(element);
    } else if (name == "p" || name == "paragraph") {
      builder_.paragraph(byte());
    } else if (name == "s" || name == "sentence") {
      builder_.sentence(byte());
    } else if (name == "audio" && builder_.size() == element.said_before && !element.description.empty()) {
      builder_.say(element.description, element.begin, byte());
    }
  }

  static bool has_brackets(std::string_view text) { return text.find_first_of("[]()\n") != std::string_view::npos; }

  void close_captured(Element& element) {
    const std::string& name = element.name;
    const std::string& language = element.style.language.empty() ? language_ : element.style.language;
    std::string said = element.captured;
    if (name == "desc") {
      if (!open_.empty()) open_.back().description = said;
      return;
    }
    if (name == "phoneme" && !element.kind.empty() && !has_brackets(said) && !has_brackets(element.kind)) {
      if (said.empty()) said = "-";
      said = fmt::format("[{}](/{}/)", said, phonemes_of_ipa(element.kind, language));
    } else if (name == "sub" && !element.kind.empty()) {
      said = element.kind;
    } else if (name == "say-as") {
      said = say_as(said, element.kind, element.format, language);
    } else if (name == "emphasis" && !has_brackets(said) && !said.empty() && said.find(' ') == std::string::npos) {
      if (element.kind != "none") said = fmt::format("[{}]({})", said, element.kind == "reduced" ? "-1" : "+1");
    }
    for (std::size_t i = open_.size(); i-- > 0;) {
      if (!open_[i].captures) continue;
      open_[i].captured += said;
      return;
    }
    for (char& c : said) c = c == '\n' ? ' ' : c;
    builder_.style(element.style);
    builder_.say(said, element.begin, byte());
  }

  std::string_view text_;
  std::string language_;
  std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_;
  std::size_t offset_ = 0;
  DocumentBuilder builder_;
  std::vector<Element> open_;
  std::optional<Error> failure_;
};

}  // namespace

Result<Document> parse_ssml(std::string_view text, std::string_view language) { return Parser(text, language).run(); }

}  // namespace kokoro::text
