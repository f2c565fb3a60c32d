#include "text/g2p/japanese/mecab.hpp"

#include <fmt/format.h>
#include <mecab.h>
#include <stdlib.h>

#include <array>
#include <fstream>
#include <system_error>

namespace kokoro::text {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 4> kFiles{"sys.dic", "matrix.bin", "char.bin", "unk.dic"};

/// A folder for the time of opening: MeCab insists on a file "dicrc" beside the dictionary, which NAIST-jdic lacks.
class OpeningFolder {
 public:
  OpeningFolder() = default;
  ~OpeningFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  OpeningFolder(const OpeningFolder&) = delete;
  OpeningFolder& operator=(const OpeningFolder&) = delete;

  Result<void> create(const fs::path& dictionary) {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "kokoro-mecab-XXXXXX").string();
    if (error || mkdtemp(name.data()) == nullptr) return io_error(name);
    path_ = name;
    for (const char* file : kFiles) {
      fs::create_symlink(fs::absolute(dictionary / file), path_ / file, error);
      if (error) return io_error(name);
    }
    std::ofstream(path_ / "dicrc")
        << "config-charset = UTF-8\ncost-factor = 800\nbos-feature = BOS/EOS,*,*,*,*,*,*,*,*\n";
    std::ofstream(path_ / "mecabrc") << "dicdir = " << path_.string() << '\n';
    return {};
  }
  const fs::path& path() const { return path_; }

 private:
  static Result<void> io_error(const std::string& name) {
    return fail(ErrorCode::io,
                fmt::format("The folder {} for opening the Japanese dictionary could not be made.", name),
                "Point TMPDIR at a folder that can be written.");
  }
  fs::path path_;
};

/// Fields of a feature, split at commas outside quotes.
std::vector<std::string_view> fields_of(std::string_view feature) {
  std::vector<std::string_view> out;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= feature.size(); ++i) {
    if (i < feature.size() && feature[i] == '"') quoted = !quoted;
    if (i == feature.size() || (feature[i] == ',' && !quoted)) {
      out.push_back(feature.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  return out;
}

std::string reading_of(std::string_view feature) {
  const std::vector<std::string_view> fields = fields_of(feature);
  // Pronunciation, then the kana of the spelling: UniDic 3 has 29 fields, UniDic 2 has 26, the others 9 to 12.
  struct Columns {
    std::size_t pronunciation;
    std::size_t kana;
  };
  const Columns columns = fields.size() >= 29 ? Columns{9, 20} : fields.size() >= 20 ? Columns{9, 17} : Columns{8, 7};
  for (const std::size_t column : {columns.pronunciation, columns.kana}) {
    if (column < fields.size() && !fields[column].empty() && fields[column] != "*") return std::string(fields[column]);
  }
  return {};
}

}  // namespace

struct MecabDictionary::Model {
  std::unique_ptr<MeCab::Model> model;
  std::unique_ptr<MeCab::Tagger> tagger;
};

MecabDictionary::MecabDictionary(std::unique_ptr<Model> model) : model_(std::move(model)) {}
MecabDictionary::~MecabDictionary() = default;

Result<std::unique_ptr<MecabDictionary>> MecabDictionary::open(const fs::path& folder) {
  const auto unavailable = [&](std::string_view why) {
    return fail(
        ErrorCode::unavailable, fmt::format("Japanese needs a MeCab dictionary, and {} {}.", folder.string(), why),
        "Install one: apt install open-jtalk-mecab-naist-jdic (or point KOKORO_MECAB_DICTIONARY at the folder of "
        "another, such as UniDic).",
        "language");
  };
  for (const char* file : kFiles) {
    std::error_code error;
    if (!fs::is_regular_file(folder / file, error)) return unavailable(fmt::format("has no {}", file));
  }
  OpeningFolder opening;
  if (auto made = opening.create(folder); !made) return fail(std::move(made.error()));
  const std::string rc = (opening.path() / "mecabrc").string();
  const std::string dictionary = opening.path().string();
  const std::array<const char*, 5> arguments{"kokoro", "-r", rc.c_str(), "-d", dictionary.c_str()};
  std::array<char*, arguments.size()> argv{};
  for (std::size_t i = 0; i < arguments.size(); ++i) argv[i] = const_cast<char*>(arguments[i]);
  auto model = std::make_unique<Model>();
  model->model.reset(MeCab::createModel(static_cast<int>(argv.size()), argv.data()));
  if (model->model) model->tagger.reset(model->model->createTagger());
  if (!model->tagger) return unavailable("is not one that MeCab can read");
  return std::unique_ptr<MecabDictionary>(new MecabDictionary(std::move(model)));
}

std::vector<Morpheme> MecabDictionary::parse(std::string_view text) const {
  std::vector<Morpheme> out;
  const std::unique_ptr<MeCab::Lattice> lattice(model_->model->createLattice());
  lattice->set_sentence(text.data(), text.size());
  if (!model_->tagger->parse(lattice.get())) return out;
  for (const MeCab::Node* node = lattice->bos_node(); node != nullptr; node = node->next) {
    if (node->stat != MECAB_NOR_NODE && node->stat != MECAB_UNK_NODE) continue;
    const auto begin = static_cast<std::size_t>(node->surface - lattice->sentence());
    out.push_back({begin, begin + node->length, node->stat == MECAB_NOR_NODE, reading_of(node->feature)});
  }
  return out;
}

}  // namespace kokoro::text
