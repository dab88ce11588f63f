story: shutdown on what is not connected

given: a new socket, a bound one, one that listens, one that was reset, one that is done
  #1  CLOSED     *:*              *:*                  fd 3
  #2  CLOSED     198.18.203.1:81  *:*                  fd 4
  #3  LISTEN     198.18.203.1:80  *:*                  fd 5  queue 0/5
  #4  CLOSED     198.18.203.1:80  198.18.203.153:1025  fd 6  error ECONNRESET
  #5  TIME_WAIT  198.18.203.1:80  198.18.203.153:1026  fd 7  received the end  timer 40 s

shutdown(3, SHUT_WR)
shutdown(4, SHUT_WR)
shutdown(5, SHUT_WR)
shutdown(6, SHUT_WR)
shutdown(7, SHUT_WR)
shutdown(9, SHUT_WR)
