story: a server starts again

given: of its last run, one connection is not quite finished
  #4  FIN_WAIT_2  198.18.203.1:80  198.18.203.153:1025  timer 41 s

socket()
socket()
