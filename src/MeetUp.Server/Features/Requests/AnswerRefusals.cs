using MeetUp.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeetUp.Server.Features.Requests;

internal static class AnswerRefusals
{
    public static ProblemHttpResult ToProblem(this AnswerRefusal refusal) => refusal switch
    {
        AnswerRefusal.Expired => Problems.RequestExpired,
        _ => Problems.RequestAlreadyProcessed,
    };
}
