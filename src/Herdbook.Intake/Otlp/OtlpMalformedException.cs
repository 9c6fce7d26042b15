namespace Herdbook.Intake.Otlp;

/// <summary>The body of a request is not what OTLP says. Nothing of it was kept, and sending it again does not help.</summary>
public sealed class OtlpMalformedException(string message, Exception? inner = null) : Exception(message, inner);
