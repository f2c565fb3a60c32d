/* The part-of-speech model as read-only data; CMakeLists.txt puts assets/english on the search path of .incbin. */

.section .rodata
.balign 64
.global kokoro_embedded_tagger
.hidden kokoro_embedded_tagger
kokoro_embedded_tagger:
.incbin "tagger.bin"
.global kokoro_embedded_tagger_end
.hidden kokoro_embedded_tagger_end
kokoro_embedded_tagger_end:
.byte 0

.section .note.GNU-stack, "", %progbits
