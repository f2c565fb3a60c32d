// AdaIN with Snake, the generator's activation, for training on a CPU, one thread. native_library.py compiles it.
// Arrays are [batch, channels, time], contiguous.
#include <cmath>
#include <cstddef>

extern "C" {

// a = scale * instance_norm(x) + shift; y = a + sin(alpha a)^2 / alpha. mean and rate [batch, channels] are kept for
// the gradient.
void ada_snake(const float* x, const float* scale, const float* shift, const float* alpha, float* y, float* mean,
               float* rate, int batch, int channels, int time, float epsilon) {
  for (int row = 0; row < batch * channels; ++row) {
    const float* from = x + static_cast<std::size_t>(row) * time;
    float* to = y + static_cast<std::size_t>(row) * time;
    float total = 0, squares = 0;
    for (int t = 0; t < time; ++t) total += from[t];
    const float middle = total / time;
    for (int t = 0; t < time; ++t) squares += (from[t] - middle) * (from[t] - middle);
    mean[row] = middle;
    rate[row] = 1 / std::sqrt(squares / time + epsilon);
    const float factor = scale[row] * rate[row], offset = shift[row] - middle * factor, a = alpha[row % channels],
                inverse = 1 / a;
    for (int t = 0; t < time; ++t) {
      const float value = from[t] * factor + offset, sine = std::sin(value * a);
      to[t] = value + sine * sine * inverse;
    }
  }
}

// Gradients of ada_snake; those of scale, shift and alpha are [batch, channels].
void ada_snake_gradient(const float* g, const float* x, const float* mean, const float* rate, const float* scale,
                        const float* shift, const float* alpha, float* g_x, float* g_scale, float* g_shift,
                        float* g_alpha, int batch, int channels, int time) {
  for (int row = 0; row < batch * channels; ++row) {
    const std::size_t at = static_cast<std::size_t>(row) * time;
    const float middle = mean[row], r = rate[row], s = scale[row], offset = shift[row], a = alpha[row % channels];
    float of_alpha = 0, of_scale = 0, of_shift = 0;
    for (int t = 0; t < time; ++t) {
      const float normed = (x[at + t] - middle) * r, angle = (normed * s + offset) * a, sine = std::sin(angle);
      const float twice = std::sin(2 * angle), through = g[at + t] * (1 + twice);  // twice: the derivative of sin^2
      of_alpha += g[at + t] * (twice * angle - sine * sine);
      of_shift += through;
      of_scale += through * normed;
      g_x[at + t] = through;
    }
    g_alpha[row] = of_alpha / (a * a);
    g_scale[row] = of_scale;
    g_shift[row] = of_shift;
    const float average = of_shift / time, slope = of_scale / time, factor = s * r;
    for (int t = 0; t < time; ++t) g_x[at + t] = (g_x[at + t] - average - (x[at + t] - middle) * r * slope) * factor;
  }
}

}  // extern "C"
