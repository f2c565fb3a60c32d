/* The packed Mandarin dictionary as read-only data; CMakeLists.txt puts assets/mandarin on the search path of .incbin. */
.section .rodata
.balign 64
.global kokoro_mandarin_dictionary
.hidden kokoro_mandarin_dictionary
kokoro_mandarin_dictionary:
.incbin "dictionary.bin"
.global kokoro_mandarin_dictionary_end
.hidden kokoro_mandarin_dictionary_end
kokoro_mandarin_dictionary_end:
.byte 0

.section .note.GNU-stack, "", %progbits
