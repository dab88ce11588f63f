story: the client sends, closes, and is accepted only then

given: one connection is queued; its client has already closed
  #1  LISTEN      198.18.203.1:80  *:*  fd 3  queue 1/5: #2
  #2  CLOSE_WAIT  198.18.203.1:80  198.18.203.153:1025

accept(3)
