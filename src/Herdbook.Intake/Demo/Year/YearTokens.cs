namespace Herdbook.Intake.Demo.Year;

/// <summary>The calls of a model that a run makes: what a conversation that grows, and is cached, uses.</summary>
internal sealed class YearTokens(YearCalendar calendar, YearRows rows)
{
    /// <summary>Books some calls between begin and end, the first of which fills the cache.</summary>
    public void Spend(InstanceRow instance, int calls, DemoDice dice)
    {
        var dear = instance.Agent.Code == YearCast.Spender && calendar.IsDear(instance.Started);
        calls = dear ? calls * 6 : calls;
        var context = dice.Between(14_000, 42_000);
        var step = (instance.Ended - instance.Started) / (calls + 1);
        for (var call = 1; call <= calls; call++)
        {
            var at = instance.Started + (step * call);
            var fresh = call == 1 ? context : dice.Between(1_200, 9_000);
            var output = dice.Between(350, 5_200);
            var read = call == 1 ? 0 : context;
            context = Math.Min(context + fresh + output, 168_000);
            var input = dice.Between(4, 900);

            // Without the cache all that was said is sent anew with every call.
            rows.Usage.Add(dear
                ? Row(instance, at, input + read + fresh, output, 0, 0, dice)
                : Row(instance, at, input, output, read, fresh, dice));
        }
    }

    private static UsageRow Row(InstanceRow instance, DateTimeOffset at, int input, int output, int read, int create, DemoDice dice) =>
        new(dice.Id("msg_"), dice.Id("req_"), instance.Code, instance.Model, at, input, output, read, create, 0);
}
