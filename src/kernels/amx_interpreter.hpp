#pragma once

#if defined(__x86_64__) && defined(__linux__)
#include <signal.h>
#include <sys/ucontext.h>

#include <cstdint>
#include <cstring>

#include "kernels/emulated_tiles.hpp"

namespace kokoro::kernels {

/// Runs the AMX instructions of this program where the processor has none: each raises SIGILL, and the handler reads
/// its machine code and does the same on EmulatedTiles. So a test sees the encodings, registers and addresses that the
/// compiler and the assembler have made. One at a time, for code on one thread.
class AmxInterpreter {
 public:
  AmxInterpreter() {
    active() = this;
    struct sigaction action {};
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGILL, &action, &before_);
  }
  ~AmxInterpreter() {
    sigaction(SIGILL, &before_, nullptr);
    active() = nullptr;
  }
  AmxInterpreter(const AmxInterpreter&) = delete;
  AmxInterpreter& operator=(const AmxInterpreter&) = delete;

  const EmulatedTiles& tiles() const { return tiles_; }
  long instructions() const { return instructions_; }
  long products() const { return products_; }

 private:
  /// What the bytes after the opcode name.
  struct Operands {
    bool memory = false;
    int reg = 0;             ///< of the reg field
    int rm = 0;              ///< of the r/m field, when it is no memory
    std::uint64_t base = 0;  ///< address without the index
    std::uint64_t index = 0;
    int length = 0;
  };

  static AmxInterpreter*& active() {
    static AmxInterpreter* interpreter = nullptr;
    return interpreter;
  }

  static void handle(int, siginfo_t*, void* raw) {
    auto* context = static_cast<ucontext_t*>(raw);
    greg_t* registers = context->uc_mcontext.gregs;
    const int length = active()->run(reinterpret_cast<const std::uint8_t*>(registers[REG_RIP]), registers);
    if (length == 0) {
      // Not one of ours: let it happen as if there were no handler.
      sigaction(SIGILL, &active()->before_, nullptr);
      return;
    }
    registers[REG_RIP] += length;
  }

  static std::uint64_t general(const greg_t* registers, int number) {
    constexpr int kOrder[] = {REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
                              REG_R8,  REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15};
    return static_cast<std::uint64_t>(registers[kOrder[number]]);
  }

  /// ModR/M, SIB and displacement at `at`; `vex` is the byte with the inverted R, X and B bits.
  static Operands decode(const std::uint8_t* at, std::uint8_t vex, const greg_t* registers) {
    const int extend_index = (vex & 0x40) == 0 ? 8 : 0;
    const int extend_base = (vex & 0x20) == 0 ? 8 : 0;
    Operands out;
    const int mode = at[0] >> 6;
    out.reg = at[0] >> 3 & 7;
    out.rm = at[0] & 7;
    out.length = 1;
    if (mode == 3) return out;
    out.memory = true;
    const bool scaled = out.rm == 4;
    int base = out.rm;
    if (scaled) {
      const std::uint8_t sib = at[out.length++];
      base = sib & 7;
      const int index = (sib >> 3 & 7) + extend_index;
      if (index != 4) out.index = general(registers, index) << (sib >> 6);
    }
    const bool no_base = mode == 0 && base == 5;
    if (!no_base) out.base = general(registers, base + extend_base);
    if (mode == 1) {
      out.base += static_cast<std::uint64_t>(static_cast<std::int64_t>(static_cast<std::int8_t>(at[out.length])));
      out.length += 1;
    } else if (mode == 2 || no_base) {
      std::int32_t displacement = 0;
      std::memcpy(&displacement, at + out.length, 4);
      out.base += static_cast<std::uint64_t>(static_cast<std::int64_t>(displacement));
      out.length += 4;
      // Relative to the next instruction.
      if (no_base && !scaled) out.base += reinterpret_cast<std::uint64_t>(at + out.length);
    }
    return out;
  }

  /// Executes the instruction at `code`; its length, or 0 if it is not an AMX instruction.
  int run(const std::uint8_t* code, const greg_t* registers) {
    constexpr int kPrefix = 4;  // three bytes of VEX, map 0F38, W and L zero, and the opcode
    if (code[0] != 0xC4 || (code[1] & 0x1F) != 2 || (code[2] & 0x84) != 0) return 0;
    const int extra = ~(code[2] >> 3) & 15;
    const int prefix = code[2] & 3;  // 0 none, 1 66, 2 F3, 3 F2
    const int opcode = code[3] << 4 | prefix;
    const Operands at = decode(code + kPrefix, code[1], registers);
    auto* memory = reinterpret_cast<char*>(at.base);
    if (opcode == 0x490 && at.memory) {
      TileConfig config;
      std::memcpy(&config, memory + at.index, sizeof(config));
      tiles_.configure(config);
    } else if (opcode == 0x490 && at.rm == 0 && at.reg == 0) {
      tiles_.release();
    } else if (opcode == 0x493 && !at.memory && at.rm == 0) {
      tiles_.zero(at.reg);
    } else if (opcode == 0x4B3 && at.memory) {
      tiles_.load(at.reg, memory, at.index);
    } else if (opcode == 0x4B2 && at.memory) {
      tiles_.store(at.reg, memory, at.index);
    } else if (opcode == 0x5C2 && !at.memory && extra < 8) {
      tiles_.multiply(at.reg, at.rm, extra);
      ++products_;
    } else {
      return 0;
    }
    ++instructions_;
    return kPrefix + at.length;
  }

  struct sigaction before_ {};
  EmulatedTiles tiles_;
  long instructions_ = 0;
  long products_ = 0;
};

}  // namespace kokoro::kernels
#endif
