/* The files of web/ as read-only data; the build writes web_files.inc and puts web/ on the search path of .incbin. */

#define EMBED(symbol, file)                   \
  .section .rodata                            ; \
  .balign 16                                  ; \
  .global kokoro_web_##symbol                 ; \
  .hidden kokoro_web_##symbol                 ; \
  kokoro_web_##symbol:                        ; \
  .incbin file                                ; \
  .global kokoro_web_##symbol##_end           ; \
  .hidden kokoro_web_##symbol##_end           ; \
  kokoro_web_##symbol##_end:                  ; \
  .byte 0                                     ;

#include "server/routes/web_files.inc"

.section .note.GNU-stack, "", %progbits
