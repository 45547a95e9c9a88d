using Hourglass.Cli;
using Hourglass.Cli.Terminal;

using var interruption = new Interruption();
return Application.Run(args, Streams.OfProcess(), interruption.Token);
