story: a server that listens at every address

given: a socket is bound to port 80 of every address, and has options
  #1  CLOSED  0.0.0.0:80  *:*  fd 3  options keepalive,nodelay

listen(3, 128)
