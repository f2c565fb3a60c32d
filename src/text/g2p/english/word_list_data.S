/* The list of words as read-only data; CMakeLists.txt puts assets/english on the search path of .incbin. */

.section .rodata
.balign 1
.global kokoro_embedded_words
.hidden kokoro_embedded_words
kokoro_embedded_words:
.incbin "words.tsv"
.global kokoro_embedded_words_end
.hidden kokoro_embedded_words_end
kokoro_embedded_words_end:
.byte 0

.section .note.GNU-stack, "", %progbits
