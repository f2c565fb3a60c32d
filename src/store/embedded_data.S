/* The demo model's files as read-only data; CMakeLists.txt puts assets/demo on the search path of .incbin. */

#define EMBED(symbol, file)                   \
  .section .rodata                            ; \
  .balign 64                                  ; \
  .global kokoro_embedded_##symbol            ; \
  .hidden kokoro_embedded_##symbol            ; \
  kokoro_embedded_##symbol:                   ; \
  .incbin file                                ; \
  .global kokoro_embedded_##symbol##_end      ; \
  .hidden kokoro_embedded_##symbol##_end      ; \
  kokoro_embedded_##symbol##_end:             ; \
  .byte 0

EMBED(config, "config.json")
EMBED(weights, "model.safetensors")
EMBED(british_female, "voices/british_female.pt")
EMBED(british_male, "voices/british_male.pt")
EMBED(female, "voices/female.pt")
EMBED(male, "voices/male.pt")

.section .note.GNU-stack, "", %progbits
