// Each of them has been sent again as often as the host does it. Nobody answers.
story: a peer has gone without a word
retries: 1
addresses: 198.18.203.1

given: three connections
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 1/5: #4
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4  una 1 "page" nxt 5 window 8 mss 4 limit 64 timer 1 s
  #3  FIN_WAIT_1   198.18.203.1:80  198.18.203.153:1026  una 1 "page" nxt 6 fin 5 window 8 mss 4 limit 64 timer 1 s
  #4  ESTABLISHED  198.18.203.1:80  198.18.203.86:2025   una 1 "page" nxt 5 window 8 mss 4 limit 64 timer 2 s tries 1

#2: the timer runs out
#3: the timer runs out
#2: the timer runs out
#3: the timer runs out
#4: the timer runs out
recv(4, 100)
accept(3)
