#include "model/parity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include "model/cpu_backend.hpp"
#include "model/golden_case.hpp"

namespace kokoro::model {
namespace {

constexpr double kModuleBound = 1e-5;
double audio_bound_db(Precision precision) {
  if (precision == Precision::bf16) return 40;
  return precision == Precision::bf16x3 ? 90 : 95;
}

/// A correct program may differ from the recorded run by that run's own error and its own.
constexpr double kOwnErrors = 2;
constexpr double kFramesPerSecond = 40;

/// Tensors that the reference stores with channels first.
bool channels_first(std::string_view name) {
  return name.starts_with("dec.") || name.starts_with("gen.") || name.starts_with("text_enc.cnn") ||
         name.starts_with("pred.F0") || name.starts_with("pred.N") || name == "bert_encoder" || name == "en" ||
         name == "asr" || name == "t_en";
}

double relative_rms(const GoldenCase::Tensor& golden, nn::ConstMatrixView ours, bool transposed) {
  const auto count = static_cast<std::size_t>(ours.rows) * static_cast<std::size_t>(ours.columns);
  if (count != golden.values.size()) return std::numeric_limits<double>::infinity();
  double difference = 0;
  double power = 0;
  for (int r = 0; r < ours.rows; ++r) {
    for (int c = 0; c < ours.columns; ++c) {
      const int index = transposed ? c * ours.rows + r : r * ours.columns + c;
      const auto g = static_cast<double>(golden.values[static_cast<std::size_t>(index)]);
      const double d = static_cast<double>(ours.row(r)[c]) - g;
      difference += d * d;
      power += g * g;
    }
  }
  return std::sqrt(difference / std::max(power, 1e-300));
}

/// Two halves of a spectrum as complex numbers: a phase of +π and one of −π are the same.
double spectrum_error(const GoldenCase& golden, nn::ConstMatrixView magnitude, nn::ConstMatrixView phase) {
  const GoldenCase::Tensor* m = golden.find("gen.har_spec");
  const GoldenCase::Tensor* p = golden.find("gen.har_phase");
  const auto count = static_cast<std::size_t>(magnitude.rows) * static_cast<std::size_t>(magnitude.columns);
  if (m == nullptr || p == nullptr || m->values.size() != count || p->values.size() != count)
    return std::numeric_limits<double>::infinity();
  double difference = 0;
  double power = 0;
  for (int t = 0; t < magnitude.rows; ++t) {
    for (int k = 0; k < magnitude.columns; ++k) {
      const auto index = static_cast<std::size_t>(k * magnitude.rows + t);
      const auto golden_magnitude = static_cast<double>(m->values[index]);
      const double ours = static_cast<double>(magnitude.row(t)[k]);
      const double angle = static_cast<double>(phase.row(t)[k]) - static_cast<double>(p->values[index]);
      difference += golden_magnitude * golden_magnitude + ours * ours - 2 * golden_magnitude * ours * std::cos(angle);
      power += golden_magnitude * golden_magnitude;
    }
  }
  return std::sqrt(std::max(difference, 0.0) / std::max(power, 1e-300));
}

/// Compares one case tensor by tensor.
class Comparison {
 public:
  Comparison(const GoldenCase& golden, Precision precision) : golden_(golden), precision_(precision) {}

  void text_side(std::string_view name, nn::ConstMatrixView value) {
    if (!is_text_side(name)) return;
    compare(name, value, kModuleBound);
  }

  void acoustic_side(std::string_view name, nn::ConstMatrixView value) {
    const bool reduced = precision_ != Precision::fp32;
    if (reduced && name != "audio" && !name.starts_with("gen.har_")) return;
    if (name == "gen.har_source") {
      compare(name, value, source_bound());
    } else if (name == "gen.har_spec") {
      har_spec_ = value;
    } else if (name == "gen.har_phase") {
      // Small cases are kept without the noise that the recorded source drew, so that ours is another one.
      if (golden_.find("noise")) add("gen.har_spectrum", spectrum_error(golden_, har_spec_, value), source_bound());
    } else if (name == "audio") {
      compare_audio(value);
    } else if (!is_text_side(name) && name != "F0" && name != "N") {
      compare(name, value, kModuleBound);
    }
  }

  void durations(std::span<const std::int32_t> ours) {
    const std::vector<std::int32_t> golden = golden_.integers("pred_dur");
    if (golden.empty()) return;
    int unequal = golden.size() == ours.size() ? 0 : static_cast<int>(golden.size());
    for (std::size_t i = 0; unequal == 0 && i < golden.size(); ++i) unequal += golden[i] != ours[i];
    add("pred_dur", unequal, 0);
  }

  const std::vector<ParityRow>& rows() const { return rows_; }

 private:
  static bool is_text_side(std::string_view name) {
    return name.starts_with("bert") || name.starts_with("dur_enc") || name.starts_with("pred.") ||
           name.starts_with("text_enc") || name == "t_en" || name == "en" || name == "F0" || name == "N" ||
           name == "asr";
  }

  /// The reference keeps the phase in float32 radians. Against exact arithmetic its ninth harmonic is off by 0.0025 rad
  /// per second of speech at 180 Hz (0.006 after 3 s, 0.025 after 10 s), and the more the higher the voice.
  double source_bound() const {
    const GoldenCase::Tensor* f0 = golden_.find("F0");
    if (f0 == nullptr) return 0;
    double hertz = 0;
    for (const float f : f0->values)
      hertz += std::max(0.0, static_cast<double>(f)) / static_cast<double>(f0->values.size());
    const double seconds = static_cast<double>(f0->values.size()) / 2 / kFramesPerSecond;
    return 0.0025 * std::max(0.2, seconds) * std::max(1.0, hertz / 180);
  }

  /// The recorded run's own error for `name`; the curves, which are not recorded in float64, have that of their input.
  double reference_error(std::string_view name) const {
    const GoldenCase::Tensor* tensor = golden_.find(name == "F0"  ? "pred.F02"
                                                    : name == "N" ? "pred.N2"
                                                                  : std::string(name));
    return tensor ? tensor->reference_error : 0;
  }

  void compare(std::string_view name, nn::ConstMatrixView value, double bound) {
    const GoldenCase::Tensor* golden = golden_.find(std::string(name));
    if (golden == nullptr) return;
    // Where the recorded float32 run is itself further than that from float64 (one phoneme, three frames: instance
    // norm over three values), no two correct programs agree to 1e-5.
    add(std::string(name), relative_rms(*golden, value, channels_first(name)),
        std::max(bound, kOwnErrors * reference_error(name)));
  }

  void compare_audio(nn::ConstMatrixView value) {
    const GoldenCase::Tensor* golden = golden_.find("audio64_injected");
    if (golden == nullptr) return;

    const double decibel = -20 * std::log10(std::max(relative_rms(*golden, value, false), 1e-12));
    const double bound = audio_bound_db(precision_);
    rows_.push_back({"audio (dB)", golden_.name, decibel, bound, decibel >= bound});
  }

  void add(std::string name, double error, double bound) {
    rows_.push_back({std::move(name), golden_.name, error, bound, error <= bound});
  }

  const GoldenCase& golden_;
  Precision precision_;
  nn::ConstMatrixView har_spec_;
  std::vector<ParityRow> rows_;
};

/// Magnitudes and phases of the reference as the generator takes them.
std::vector<float> interleave_harmonics(const GoldenCase& golden) {
  const GoldenCase::Tensor* m = golden.find("gen.har_spec");
  const GoldenCase::Tensor* p = golden.find("gen.har_phase");
  std::vector<float> out;
  if (m == nullptr || p == nullptr || m->values.size() != p->values.size()) return out;
  for (int t = 0; t < m->columns; ++t) {
    for (const GoldenCase::Tensor* part : {m, p}) {
      for (int k = 0; k < m->rows; ++k) out.push_back(part->values[static_cast<std::size_t>(k * m->columns + t)]);
    }
  }
  return out;
}

Result<std::vector<ParityRow>> run_case(const CpuBackend& backend, const GoldenCase& golden) {
  const std::vector<std::int32_t> ids = golden.integers("ids");
  const GoldenCase::Tensor* style = golden.find("ref_s");
  if (ids.empty() || style == nullptr)
    return fail(ErrorCode::corrupt, fmt::format("case {} lacks ids or ref_s", golden.name));
  const Utterance utterance{ids, style->values, golden.speed, 0};
  Comparison comparison(golden, backend.precision());
  Trace plain;
  plain.record = [&](std::string_view name, nn::ConstMatrixView value) { comparison.text_side(name, value); };
  Result<Speech> speech = backend.run(utterance, plain);
  if (!speech) return fail(speech.error());
  comparison.durations(speech->durations);

  const auto values = [&](const char* name) {
    const GoldenCase::Tensor* tensor = golden.find(name);
    return tensor ? tensor->values : std::vector<float>();
  };
  if (!golden.find("gen.har_spec")) return comparison.rows();
  Trace injected;
  injected.durations = golden.integers("pred_dur");
  injected.f0 = values("F0");
  injected.n = values("N");
  injected.noise = values("noise");
  injected.harmonics = interleave_harmonics(golden);
  injected.record = [&](std::string_view name, nn::ConstMatrixView value) { comparison.acoustic_side(name, value); };
  speech = backend.run(utterance, injected);
  if (!speech) return fail(speech.error());
  return comparison.rows();
}

std::vector<std::filesystem::path> find_cases(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> cases;
  if (std::filesystem::exists(folder / "manifest.json")) return {folder};
  std::error_code code;
  for (const auto& entry : std::filesystem::directory_iterator(folder, code)) {
    if (std::filesystem::exists(entry.path() / "manifest.json")) cases.push_back(entry.path());
  }
  std::sort(cases.begin(), cases.end());
  return cases;
}

/// Weights of a model folder: the published v1.0 name.
std::filesystem::path weights_of(const std::filesystem::path& model) { return model / "kokoro-v1_0.pth"; }

Result<std::unique_ptr<CpuBackend>> load_model(const ParityOptions& options, const std::filesystem::path& model) {
  ModelFiles files;
  if (options.given) {
    files = *options.given;
    files.packed.clear();
  } else {
    const Result<Blob> config = map_file(model / "config.json");
    if (!config) return fail(config.error());
    const Result<Blob> weights = map_file(weights_of(model));
    if (!weights) return fail(weights.error());
    files = {*config, *weights, {}};
  }
  auto backend = std::make_unique<CpuBackend>(
      options.threads, options.precision == Precision::automatic ? Precision::fp32 : options.precision);
  if (Result<void> done = backend->load(files); !done) return fail(done.error());
  return backend;
}

void keep_worst(ParityReport& report, const std::vector<ParityRow>& rows) {
  const auto badness = [](const ParityRow& row) {
    return row.tensor == "audio (dB)" ? row.bound / std::max(row.error, 1e-9) : row.error / std::max(row.bound, 1e-12);
  };
  for (const ParityRow& row : rows) {
    const auto same = std::find_if(report.rows.begin(), report.rows.end(),
                                   [&](const ParityRow& r) { return r.tensor == row.tensor; });
    if (same == report.rows.end()) {
      report.rows.push_back(row);
    } else if (!(badness(row) <= badness(*same))) {
      *same = row;
    }
  }
}

}  // namespace

bool ParityReport::ok() const {
  return cases > 0 && std::all_of(rows.begin(), rows.end(), [](const ParityRow& row) { return row.ok; });
}

Result<ParityReport> run_parity(const ParityOptions& options) {
  const std::vector<std::filesystem::path> cases = find_cases(options.folder);
  if (cases.empty()) {
    return fail(ErrorCode::not_found,
                fmt::format("{} holds no golden case (no manifest.json)", options.folder.string()),
                "tools/capture_reference.py writes them");
  }
  ParityReport report;
  std::map<std::string, std::unique_ptr<CpuBackend>> loaded;
  for (const std::filesystem::path& folder : cases) {
    Result<GoldenCase> golden = read_golden_case(folder);
    if (!golden) return fail(golden.error());
    const std::filesystem::path root =
        options.models.empty() ? std::filesystem::absolute(folder).parent_path().parent_path() : options.models;
    const std::filesystem::path model = root / golden->model;
    if (!options.given && !std::filesystem::exists(weights_of(model))) {
      report.skipped.push_back(fmt::format("{} ({} is not there)", golden->name, weights_of(model).string()));
      continue;
    }
    std::unique_ptr<CpuBackend>& backend = loaded[options.given ? std::string() : model.string()];
    if (!backend) {
      auto fresh = load_model(options, model);
      if (!fresh) return fail(fresh.error());
      backend = std::move(*fresh);
    }
    Result<std::vector<ParityRow>> rows = run_case(*backend, *golden);
    if (!rows) return fail(rows.error());
    keep_worst(report, *rows);
    ++report.cases;
  }
  return report;
}

}  // namespace kokoro::model
