using Herdbook.Cli;

return await CommandLine.RunAsync(args);
