#include "model/golden_case.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cstring>

#include "checkpoint/tensor.hpp"

namespace kokoro::model {
namespace {

Result<GoldenCase::Tensor> read_tensor(const std::filesystem::path& path) {
  Result<Blob> blob = map_file(path);
  if (!blob) return fail(blob.error());
  Result<checkpoint::Tensor> stored = checkpoint::read_single_tensor(*blob, 1);
  if (!stored) return fail(stored.error());
  GoldenCase::Tensor out;
  if (stored->dtype == checkpoint::DType::int64) {
    if (!stored->contiguous())
      return fail(ErrorCode::corrupt, fmt::format("{} must be stored in C order", path.string()));
    for (std::size_t i = 0; i < stored->element_count(); ++i) {
      std::int64_t v = 0;
      std::memcpy(&v, stored->data + i * sizeof v, sizeof v);
      out.values.push_back(static_cast<float>(v));
    }
  } else {
    Result<std::vector<float>> values = stored->to_floats();
    if (!values) return fail(values.error());
    out.values = std::move(*values);
  }
  std::vector<std::int64_t> shape;
  for (const std::int64_t size : stored->shape) {
    if (size != 1) shape.push_back(size);
  }
  if (shape.size() > 2) {
    return fail(ErrorCode::corrupt, fmt::format("{} has shape {}, expected a matrix", path.string(),
                                                checkpoint::shape_text(stored->shape)));
  }
  out.columns = shape.empty() ? 1 : static_cast<int>(shape.back());
  out.rows = shape.size() < 2 ? 1 : static_cast<int>(shape[0]);
  return out;
}

}  // namespace

const GoldenCase::Tensor* GoldenCase::find(const std::string& tensor) const {
  const auto it = tensors.find(tensor);
  return it == tensors.end() ? nullptr : &it->second;
}

std::vector<std::int32_t> GoldenCase::integers(const std::string& tensor) const {
  std::vector<std::int32_t> out;
  if (const Tensor* t = find(tensor)) {
    for (const float v : t->values) out.push_back(static_cast<std::int32_t>(v));
  }
  return out;
}

Result<GoldenCase> read_golden_case(const std::filesystem::path& folder) {
  const std::filesystem::path manifest_path = folder / "manifest.json";
  Result<Blob> manifest = map_file(manifest_path);
  if (!manifest) return fail(manifest.error());
  boost::system::error_code code;
  const boost::json::value root =
      boost::json::parse({reinterpret_cast<const char*>(manifest->bytes.data()), manifest->bytes.size()}, code);
  const boost::json::object* top = code ? nullptr : root.if_object();
  const boost::json::object* names = top && top->contains("tensors") ? top->at("tensors").if_object() : nullptr;
  const boost::json::string* model = top && top->contains("model") ? top->at("model").if_string() : nullptr;
  if (names == nullptr || model == nullptr) {
    return fail(ErrorCode::corrupt,
                fmt::format("{} must be an object with \"model\" and \"tensors\"", manifest_path.string()));
  }
  GoldenCase out;
  out.name = folder.filename().string();
  out.model = std::string(model->data(), model->size());
  if (const boost::json::value* speed = top->if_contains("speed")) {
    out.speed = speed->is_number() ? speed->to_number<float>() : 1.0F;
  }
  for (const auto& [name, description] : *names) {
    const std::string key(name.data(), name.size());
    if (key.find('/') != std::string::npos)
      return fail(ErrorCode::corrupt, fmt::format("{}: odd tensor name {}", manifest_path.string(), key));
    Result<GoldenCase::Tensor> tensor = read_tensor(folder / (key + ".npy"));
    if (!tensor) return fail(tensor.error());
    if (const boost::json::object* facts = description.if_object(); facts && facts->contains("torch_fp32_rms_err")) {
      const boost::json::value& error = facts->at("torch_fp32_rms_err");
      if (error.is_number()) tensor->reference_error = error.to_number<double>();
    }
    out.tensors[key] = std::move(*tensor);
  }
  return out;
}

}  // namespace kokoro::model
